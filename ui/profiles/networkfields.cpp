#include "profiles/networkfields.h"

#include "style/theme.h"

#include <QComboBox>
#include <QFileDialog>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>

namespace {

using Proxy = NetSettings::Proxy;

constexpr int kUsualProxyPort = 8080;

template <typename T> T chosen(const QComboBox *combo)
{
    return static_cast<T>(combo->currentData().toInt());
}

template <typename T> void choose(QComboBox *combo, T value)
{
    combo->setCurrentIndex(combo->findData(static_cast<int>(value)));
}

} // namespace

NetworkFields::NetworkFields(QFormLayout *form, QObject *parent)
    : QObject(parent), m_form(form), m_tenantRestores(new QComboBox), m_proxy(new QComboBox),
      m_proxyHost(new QLineEdit), m_proxyPort(new QSpinBox), m_caRow(new QWidget),
      m_caFile(new QLineEdit)
{
    m_tenantRestores->setObjectName(QStringLiteral("tenantRestores"));
    m_tenantRestores->addItem(tr("Admin API v2"), static_cast<int>(ApiVersion::V2));
    m_tenantRestores->addItem(tr("Admin API v1.0"), static_cast<int>(ApiVersion::V1));
    m_proxy->setObjectName(QStringLiteral("proxy"));
    m_proxy->addItem(tr("As the system says"), static_cast<int>(Proxy::System));
    m_proxy->addItem(tr("None"), static_cast<int>(Proxy::None));
    m_proxy->addItem(tr("Manual"), static_cast<int>(Proxy::Manual));
    m_proxyHost->setObjectName(QStringLiteral("proxyHost"));
    m_proxyPort->setObjectName(QStringLiteral("proxyPort"));
    m_proxyPort->setRange(1, 65535);
    m_proxyPort->setValue(kUsualProxyPort);
    m_caFile->setObjectName(QStringLiteral("caFile"));
    m_caFile->setPlaceholderText(tr("None: the system's certificates"));
    m_caFile->setAccessibleName(tr("Extra CA file (PEM)")); // a buddy label names only its siblings
    auto *browseButton = new QPushButton(tr("Bro&wse…"));
    browseButton->setObjectName(QStringLiteral("browseCaFile"));
    browseButton->setAutoDefault(false);
    m_caRow->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    auto *row = new QHBoxLayout(m_caRow);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(theme::kGrid);
    row->addWidget(m_caFile, 1);
    row->addWidget(browseButton);

    form->addRow(tr("&M2/M5 restores through"), m_tenantRestores);
    form->addRow(tr("Pro&xy"), m_proxy);
    form->addRow(tr("Proxy &host"), m_proxyHost);
    form->addRow(tr("Proxy por&t"), m_proxyPort);
    auto *caLabel = new QLabel(tr("Extra CA &file (PEM)"));
    caLabel->setBuddy(m_caFile);
    form->addRow(caLabel, m_caRow);
    showRows();

    connect(m_proxy, &QComboBox::currentIndexChanged, this, &NetworkFields::showRows);
    connect(browseButton, &QPushButton::clicked, this, &NetworkFields::browse);
    connect(m_tenantRestores, &QComboBox::activated, this, &NetworkFields::edited);
    connect(m_proxy, &QComboBox::activated, this, &NetworkFields::edited);
    connect(m_proxyHost, &QLineEdit::textEdited, this, &NetworkFields::edited);
    connect(m_proxyPort, &QSpinBox::valueChanged, this, &NetworkFields::edited);
    connect(m_caFile, &QLineEdit::textChanged, this, &NetworkFields::edited);
}

void NetworkFields::setProfile(const Profile &profile)
{
    choose(m_tenantRestores, profile.tenantRestores);
    choose(m_proxy, profile.net.proxy);
    m_proxyHost->setText(profile.net.proxyHost);
    m_proxyPort->setValue(profile.net.proxyPort ? profile.net.proxyPort : kUsualProxyPort);
    m_caFile->setText(profile.net.caFile);
}

void NetworkFields::writeTo(Profile &profile) const
{
    profile.tenantRestores = chosen<ApiVersion>(m_tenantRestores);
    profile.net.proxy = chosen<Proxy>(m_proxy);
    const bool manual = profile.net.proxy == Proxy::Manual;
    profile.net.proxyHost = manual ? m_proxyHost->text().trimmed() : QString();
    profile.net.proxyPort = manual ? quint16(m_proxyPort->value()) : quint16(0);
    profile.net.caFile = m_caFile->text().trimmed();
}

void NetworkFields::setVisible(bool visible)
{
    m_visible = visible;
    showRows();
}

bool NetworkFields::isUsed() const
{
    Profile profile;
    writeTo(profile);
    return profile != Profile();
}

QString NetworkFields::problem() const
{
    const QString file = m_caFile->text().trimmed();
    if (file.isEmpty() || (QFileInfo(file).isFile() && QFileInfo(file).isReadable()))
        return {};
    return tr("The certificate file %1 can't be read.").arg(file);
}

void NetworkFields::showRows()
{
    const bool manual = chosen<Proxy>(m_proxy) == Proxy::Manual;
    m_form->setRowVisible(m_tenantRestores, m_visible);
    m_form->setRowVisible(m_proxy, m_visible);
    m_form->setRowVisible(m_proxyHost, m_visible && manual);
    m_form->setRowVisible(m_proxyPort, m_visible && manual);
    m_form->setRowVisible(m_caRow, m_visible);
}

void NetworkFields::browse()
{
    auto *dialog = new QFileDialog(m_caFile->window(), tr("Extra CA file"), m_caFile->text(),
                                   tr("Certificates (*.pem *.crt *.cer);;All files (*)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, m_caFile, &QLineEdit::setText);
    dialog->open();
}
