#include "profiles/profileeditor.h"

#include "application.h"
#include "profiles/loginfields.h"
#include "profiles/loginwords.h"
#include "profiles/networkfields.h"
#include "session/keychainstore.h"
#include "style/theme.h"
#include "widgets/banner.h"

#include <QCheckBox>
#include <QComboBox>
#include <QEvent>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScreen>
#include <QScrollArea>
#include <QToolButton>
#include <QVBoxLayout>

namespace {

enum Where { Atlas, Government, Other };

constexpr int kWidth = 96; // characters

int heightFor(const QLayout &layout, int width)
{
    return layout.hasHeightForWidth() ? layout.totalHeightForWidth(width)
                                      : layout.totalSizeHint().height();
}

/// As tall as what is in it wants, while the screen allows; QScrollArea stops at 24 lines.
class FormArea final : public QScrollArea
{
public:
    QSize sizeHint() const override
    {
        if (!widget())
            return QScrollArea::sizeHint();
        const QSize hint = widget()->sizeHint();
        return {hint.width(),
                heightFor(*widget()->layout(), qMax(hint.width(), viewport()->width()))};
    }

protected:
    bool eventFilter(QObject *watched, QEvent *event) override
    {
        if (watched == widget() && event->type() == QEvent::LayoutRequest)
            updateGeometry(); // rows came or went
        return QScrollArea::eventFilter(watched, event);
    }
};

QUrl addressFrom(QString text)
{
    text = text.trimmed();
    if (!text.isEmpty() && !text.contains(u"://"))
        text.prepend(u"https://");
    QUrl url(text, QUrl::StrictMode);
    while (url.path().endsWith(u'/'))
        url.setPath(url.path().chopped(1));
    return url;
}

} // namespace

ProfileEditor::ProfileEditor(Application &application, const Profile &profile, QWidget *parent)
    : QDialog(parent), m_application(application), m_profile(profile), m_banner(new Banner)
{
    setObjectName(QStringLiteral("profileEditor"));
    setWindowTitle(profile.id.isEmpty() ? tr("New profile") : tr("Edit profile"));

    m_scroll = new FormArea;
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setWidgetResizable(true);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->setWidget(makeForm());
    m_scroll->setMinimumWidth(m_scroll->widget()->minimumSizeHint().width());

    auto *column = new QVBoxLayout(this);
    const int margin = 2 * theme::kGrid;
    column->setContentsMargins(margin, margin, margin, margin);
    column->setSpacing(margin);
    column->addWidget(m_scroll, 1);
    column->addWidget(m_banner);
    m_answers = new QHBoxLayout;
    m_answers->setSpacing(theme::kGrid);
    m_answers->addStretch(1);
    column->addLayout(m_answers);
    column->addLayout(makeButtons());
    fill(profile);
}

ProfileEditor::~ProfileEditor() = default;

ProfileEditor *ProfileEditor::openNew(Application &application, LoginKind kind, QWidget *parent)
{
    auto *editor = new ProfileEditor(application, application.newProfile(kind), parent);
    editor->setAttribute(Qt::WA_DeleteOnClose);
    editor->open();
    return editor;
}

ProfileEditor *ProfileEditor::openExisting(Application &application, const QString &profileId,
                                           QWidget *parent)
{
    const std::optional<Profile> profile = application.keeper().byId(profileId);
    if (!profile)
        return nullptr;
    auto *editor = new ProfileEditor(application, *profile, parent);
    editor->setAttribute(Qt::WA_DeleteOnClose);
    editor->open();
    return editor;
}

QWidget *ProfileEditor::makeForm()
{
    auto *content = new QWidget;
    m_form = new QFormLayout(content);
    m_form->setContentsMargins(0, 0, 0, 0);
    m_form->setHorizontalSpacing(2 * theme::kGrid);
    m_form->setVerticalSpacing(theme::kGrid);
    m_form->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);

    m_name = new QLineEdit;
    m_name->setObjectName(QStringLiteral("profileName"));
    m_name->setPlaceholderText(tr("For example Orders (production)"));
    m_form->addRow(tr("Profile &name"), m_name);
    m_where = new QComboBox;
    m_where->setObjectName(QStringLiteral("where"));
    m_where->addItems({tr("Atlas"), tr("Atlas for Government"), tr("Another address")});
    m_form->addRow(tr("&Where"), m_where);
    m_address = new QLineEdit;
    m_address->setObjectName(QStringLiteral("address"));
    m_address->setPlaceholderText(QStringLiteral("https://"));
    m_form->addRow(tr("A&ddress"), m_address);

    m_login = new LoginFields(m_form, this);
    m_keptIn = new QLabel(m_application.keychain().name());
    m_keptIn->setObjectName(QStringLiteral("keptIn"));
    m_form->addRow(new QLabel(tr("Kept in")), m_keptIn);
    if (auto *keychain = qobject_cast<KeychainStore *>(&m_application.keychain())) {
        connect(keychain, &KeychainStore::nameChanged, m_keptIn,
                [this, keychain] { m_keptIn->setText(keychain->name()); });
    }

    m_environment = new QComboBox;
    m_environment->setObjectName(QStringLiteral("environment"));
    for (const EnvironmentMark mark : {EnvironmentMark::None, EnvironmentMark::Production,
                                       EnvironmentMark::Staging, EnvironmentMark::Development}) {
        const QString name = theme::environmentName(mark);
        m_environment->addItem(name.isEmpty() ? tr("No mark") : name, static_cast<int>(mark));
    }
    m_form->addRow(tr("En&vironment"), m_environment);
    m_readOnly = new QCheckBox(tr("&Read-only: nothing can be started from this profile"));
    m_readOnly->setObjectName(QStringLiteral("profileReadOnly"));
    m_readOnly->setToolTip(tr("Restores, downloads, cancelling and snapshots are locked; looking "
                              "is not"));
    m_form->addRow(QString(), m_readOnly);

    m_advanced = new QToolButton;
    m_advanced->setObjectName(QStringLiteral("advanced"));
    m_advanced->setText(tr("&Advanced"));
    m_advanced->setCheckable(true);
    m_advanced->setAutoRaise(true);
    m_advanced->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_form->addRow(m_advanced);
    m_network = new NetworkFields(m_form, this);

    connect(m_where, &QComboBox::currentIndexChanged, this, &ProfileEditor::showAddress);
    connect(m_advanced, &QToolButton::toggled, this, [this](bool open) {
        m_advanced->setArrowType(open ? Qt::DownArrow : Qt::RightArrow);
        m_network->setVisible(open);
    });
    // What was said about the login holds no longer once it is edited.
    connect(m_where, &QComboBox::activated, this, &ProfileEditor::clearMessage);
    connect(m_address, &QLineEdit::textEdited, this, &ProfileEditor::clearMessage);
    connect(m_name, &QLineEdit::textEdited, this, &ProfileEditor::clearMessage);
    connect(m_login, &LoginFields::edited, this, &ProfileEditor::clearMessage);
    connect(m_network, &NetworkFields::edited, this, &ProfileEditor::clearMessage);
    return content;
}

QLayout *ProfileEditor::makeButtons()
{
    m_forgetButton = new QPushButton(tr("&Forget profile…"));
    m_forgetButton->setObjectName(QStringLiteral("forgetProfile"));
    m_forgetButton->setVisible(!m_profile.id.isEmpty());
    m_testButton = new QPushButton(tr("&Test login"));
    m_testButton->setObjectName(QStringLiteral("testLogin"));
    auto *cancel = new QPushButton(tr("Cancel"));
    cancel->setObjectName(QStringLiteral("cancel"));
    m_saveButton = new QPushButton(tr("&Save and connect"));
    m_saveButton->setObjectName(QStringLiteral("saveAndConnect"));
    for (QPushButton *button : {m_forgetButton, m_testButton, cancel})
        button->setAutoDefault(false);
    m_saveButton->setDefault(true);

    auto *row = new QHBoxLayout;
    row->setSpacing(theme::kGrid);
    row->addWidget(m_forgetButton);
    row->addWidget(m_testButton);
    row->addStretch(1);
    row->addWidget(cancel);
    row->addWidget(m_saveButton);
    connect(m_forgetButton, &QPushButton::clicked, this, &ProfileEditor::askToForget);
    connect(m_testButton, &QPushButton::clicked, this, [this] { begin(Goal::Test); });
    connect(cancel, &QPushButton::clicked, this, &ProfileEditor::reject);
    connect(m_saveButton, &QPushButton::clicked, this, [this] { begin(Goal::Save); });
    return row;
}

void ProfileEditor::fill(const Profile &profile)
{
    m_name->setText(profile.name);
    m_where->setCurrentIndex(profile.baseUrl == atlasUrl()                 ? Atlas
                                 : profile.baseUrl == atlasGovernmentUrl() ? Government
                                                                           : Other);
    m_address->setText(profile.baseUrl.toString());
    m_login->setLogin(profile, !profile.id.isEmpty());
    m_environment->setCurrentIndex(m_environment->findData(static_cast<int>(profile.environment)));
    m_readOnly->setChecked(profile.readOnly);
    m_network->setProfile(profile);
    m_advanced->setArrowType(Qt::RightArrow);
    m_advanced->setChecked(m_network->isUsed());
    showAddress();
    clearMessage();
}

void ProfileEditor::showAddress()
{
    m_form->setRowVisible(m_address, m_where->currentIndex() == Other);
}

bool ProfileEditor::event(QEvent *event)
{
    const bool done = QDialog::event(event);
    if (event->type() == QEvent::LayoutRequest)
        fitToContents();
    return done;
}

void ProfileEditor::showEvent(QShowEvent *event)
{
    QDialog::showEvent(event);
    fitToContents();
    m_name->setFocus();
}

void ProfileEditor::fitToContents()
{
    if (!isVisible())
        return;
    const QSize room = screen()->availableSize() * 9 / 10;
    const int wanted = qMax(this->width(), fontMetrics().averageCharWidth() * kWidth);
    const int width = qMin(wanted, room.width());
    const int height = qMax(this->height(), heightFor(*layout(), width));
    resize(width, qMin(height, room.height()));
}

Profile ProfileEditor::readForm() const
{
    Profile profile = m_profile;
    profile.name = m_name->text().trimmed();
    switch (m_where->currentIndex()) {
    case Atlas:
        profile.baseUrl = atlasUrl();
        break;
    case Government:
        profile.baseUrl = atlasGovernmentUrl();
        break;
    default:
        profile.baseUrl = addressFrom(m_address->text());
    }
    profile.loginKind = m_login->kind();
    profile.loginName = m_login->loginName();
    profile.environment = static_cast<EnvironmentMark>(m_environment->currentData().toInt());
    profile.readOnly = m_readOnly->isChecked();
    m_network->writeTo(profile);
    return profile;
}

bool ProfileEditor::checkForm(const Profile &profile)
{
    const auto refuse = [this](const QString &field, const QString &sentence) {
        say(theme::Tone::Warning, sentence);
        focusField(field);
        return false;
    };
    Profile checkedProfile = profile;
    if (m_goal == Goal::Test && checkedProfile.name.isEmpty())
        checkedProfile.name = QStringLiteral("-"); // a test needs no name
    if (const Result<void> checked = checkProfile(checkedProfile); !checked) {
        const QList<FieldProblem> &fields = checked.error().fields;
        return refuse(fields.isEmpty() ? QString() : fields.first().field,
                      describeProblem(checked.error()));
    }
    if (const QString problem = m_network->problem(); !problem.isEmpty())
        return refuse(QStringLiteral("caFile"), problem);
    const bool hasSecret = !profile.id.isEmpty() && profile.loginKind == m_profile.loginKind;
    if (m_login->secret().isEmpty() && !hasSecret)
        return refuse(QStringLiteral("secret"),
                      profile.loginKind == LoginKind::ApiKey ? tr("Type the private key.")
                                                             : tr("Type the client secret."));
    if (m_goal == Goal::Save && m_application.isBusy())
        return refuse({},
                      tr("A restore is being started. Profiles can be switched once its answer "
                         "is known."));
    return true;
}

void ProfileEditor::focusField(const QString &field)
{
    if (field == u"name")
        m_name->setFocus();
    else if (field == u"baseUrl")
        (m_where->currentIndex() == Other ? static_cast<QWidget *>(m_address) : m_where)
            ->setFocus();
    else if (field == u"loginName")
        m_login->focusName();
    else if (field == u"secret")
        m_login->focusSecret();
    else if (field.startsWith(u"proxy") || field == u"caFile") {
        m_advanced->setChecked(true);
        if (auto *widget = findChild<QWidget *>(field))
            widget->setFocus();
    }
}

void ProfileEditor::say(theme::Tone tone, const QString &text)
{
    clearMessage();
    m_banner->showText(tone, text);
}

QPushButton *ProfileEditor::offer(const QString &text, const char *objectName)
{
    auto *button = new QPushButton(text);
    button->setObjectName(QLatin1String(objectName));
    button->setAutoDefault(false);
    m_answers->addWidget(button);
    button->show(); // now rather than with the next event: it may get the focus
    return button;
}

void ProfileEditor::clearMessage()
{
    m_banner->clear();
    while (m_answers->count() > 1) {
        const std::unique_ptr<QLayoutItem> item(m_answers->takeAt(1));
        // The button may be the sender of the signal that led here.
        item->widget()->hide();
        item->widget()->deleteLater();
    }
    m_forgetButton->setEnabled(true);
}
