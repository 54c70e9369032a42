#include "transfers/limitsdialog.h"

#include "style/theme.h"

#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QPushButton>
#include <QSettings>
#include <QSpinBox>
#include <QVBoxLayout>

namespace {

const QLatin1String kFilesKey("transfers/limit");
const QLatin1String kRateKey("transfers/mebibytesPerSecond");
constexpr int kMostFiles = 8;
constexpr int kHighestRate = 10'000;
constexpr qint64 kMebibyte = 1024 * 1024;

} // namespace

TransferSettings savedLimits(const QSettings &settings)
{
    TransferSettings limits;
    limits.limit = qBound(1, settings.value(kFilesKey, limits.limit).toInt(), kMostFiles);
    limits.bytesPerSecond =
        qBound(0, settings.value(kRateKey, 0).toInt(), kHighestRate) * kMebibyte;
    return limits;
}

LimitsDialog::LimitsDialog(TransferQueue &queue, QSettings &settings, QWidget *parent)
    : QDialog(parent), m_queue(queue), m_settings(settings), m_files(new QSpinBox),
      m_rate(new QSpinBox)
{
    setObjectName(QStringLiteral("limitsDialog"));
    setWindowTitle(tr("Limits of transfers"));
    const TransferSettings limits = savedLimits(settings);
    m_files->setObjectName(QStringLiteral("transferLimit"));
    m_files->setAccessibleName(tr("Files at once"));
    m_files->setRange(1, kMostFiles);
    m_files->setValue(limits.limit);
    m_rate->setObjectName(QStringLiteral("bandwidthLimit"));
    m_rate->setAccessibleName(tr("All together, MiB a second"));
    m_rate->setRange(0, kHighestRate);
    m_rate->setSuffix(tr(" MiB/s"));
    m_rate->setSpecialValueText(tr("no limit"));
    m_rate->setValue(int(limits.bytesPerSecond / kMebibyte));
    auto *form = new QFormLayout;
    form->setHorizontalSpacing(2 * theme::kGrid);
    form->setVerticalSpacing(theme::kGrid);
    form->addRow(tr("&Files at once"), m_files);
    form->addRow(tr("&All together"), m_rate);
    auto *note = new QLabel(tr("Links of cloud backups work for an hour from when they were made: "
                               "files that wait longer need a new download job."));
    note->setWordWrap(true);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel);
    buttons->button(QDialogButtonBox::Ok)->setObjectName(QStringLiteral("saveLimits"));
    auto *column = new QVBoxLayout(this);
    column->setSpacing(2 * theme::kGrid);
    column->addLayout(form);
    column->addWidget(note);
    column->addStretch(1);
    column->addWidget(buttons);
    setMinimumWidth(48 * theme::kGrid);
    connect(buttons, &QDialogButtonBox::accepted, this, &LimitsDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &LimitsDialog::reject);
}

void LimitsDialog::accept()
{
    m_settings.setValue(kFilesKey, m_files->value());
    m_settings.setValue(kRateKey, m_rate->value());
    m_queue.setLimit(m_files->value());
    m_queue.setBytesPerSecond(m_rate->value() * kMebibyte);
    QDialog::accept();
}
