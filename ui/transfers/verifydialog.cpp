#include "transfers/verifydialog.h"

#include "atlas/jobkind.h"
#include "base/format.h"
#include "style/theme.h"
#include "transfer/filenames.h"
#include "widgets/banner.h"

#include <QComboBox>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QUrl>
#include <QVBoxLayout>

namespace {

// The first two entries of the choice; the known hashes follow.
constexpr int kPasted = 0;
constexpr int kNone = 1;
constexpr int kFirstKnown = 2;

QString algorithmOf(const QString &hash)
{
    switch (hash.size()) {
    case 40:
        return QStringLiteral("SHA-1");
    case 64:
        return QStringLiteral("SHA-256");
    case 128:
        return QStringLiteral("SHA-512");
    default:
        return {};
    }
}

/// What the file is called without Snapback's marks.
bool isNameOf(const QString &path, const QString &name)
{
    const QString own = QFileInfo(path).fileName();
    return own == name || own == name + QLatin1String(".part");
}

} // namespace

QList<KnownHash> knownHashes(const RestoreJob &job)
{
    QList<KnownHash> known;
    if (!job.kind || !job.download)
        return known;
    const QDateTime time = job.snapshotTime.isValid() ? job.snapshotTime : job.created;
    for (const FileHash &hash : detailsOf(job).hashes)
        known.append({VerifyDialog::tr("Atlas: %1, %2", "cluster, time")
                          .arg(job.sourceCluster, formatLocal(time)),
                      hash.fileName, hash.value.toLower()});
    return known;
}

QList<KnownHash> knownHashes(const Transfer &transfer)
{
    QList<KnownHash> known;
    for (const TransferPart &part : transfer.parts) {
        const QString name = QFileInfo(part.path).fileName();
        if (!part.publishedHash.isEmpty())
            known.append(
                {VerifyDialog::tr("Atlas: %1").arg(transfer.label), name, part.publishedHash});
        if (part.state == TransferState::Done && !part.sha256.isEmpty())
            known.append(
                {VerifyDialog::tr("As downloaded: %1").arg(transfer.label), name, part.sha256});
    }
    return known;
}

VerifyDialog::VerifyDialog(const QList<KnownHash> &known, QWidget *parent)
    : QDialog(parent), m_known(known), m_file(new QLineEdit),
      m_choose(new QPushButton(tr("&Choose…"))), m_against(new QComboBox), m_pasted(new QLineEdit),
      m_hint(new QLabel), m_progress(new QProgressBar), m_result(new Banner),
      m_values(new QPlainTextEdit), m_start(new QPushButton(tr("&Verify"))),
      m_cancel(new QPushButton(tr("&Stop"))), m_close(new QPushButton(tr("Close")))
{
    setObjectName(QStringLiteral("verifyDialog"));
    setWindowTitle(tr("Verify a file"));
    setAcceptDrops(true);
    build();
    connect(m_choose, &QPushButton::clicked, this, &VerifyDialog::chooseFile);
    connect(m_file, &QLineEdit::textChanged, this, &VerifyDialog::update);
    connect(m_pasted, &QLineEdit::textChanged, this, &VerifyDialog::update);
    connect(m_against, &QComboBox::currentIndexChanged, this, &VerifyDialog::update);
    connect(m_start, &QPushButton::clicked, this, &VerifyDialog::start);
    connect(m_cancel, &QPushButton::clicked, this, &VerifyDialog::cancel);
    connect(m_close, &QPushButton::clicked, this, &QDialog::reject);
    connect(&m_verifier, &Verifier::progressed, this, &VerifyDialog::onProgressed);
    connect(&m_verifier, &Verifier::finished, this, &VerifyDialog::onFinished);
    update();
}

void VerifyDialog::build()
{
    m_file->setObjectName(QStringLiteral("verifyPath"));
    m_file->setAccessibleName(tr("File"));
    m_file->setPlaceholderText(tr("Drop a file here, or choose one"));
    m_file->setAcceptDrops(false); // the dialog takes the file, not its address as text
    m_choose->setObjectName(QStringLiteral("chooseVerifyFile"));
    m_choose->setAccessibleName(tr("Choose the file"));
    m_against->setObjectName(QStringLiteral("verifyAgainst"));
    m_against->setAccessibleName(tr("Hold against"));
    m_against->addItem(tr("A hash that I paste"));
    m_against->addItem(tr("No hash: look for damage, show its hashes"));
    for (const KnownHash &hash : std::as_const(m_known))
        m_against->addItem(tr("%1 — %2 of %3", "whose, algorithm, file")
                               .arg(hash.label, algorithmOf(hash.value), hash.fileName));
    if (!m_known.isEmpty())
        m_against->setCurrentIndex(kFirstKnown);
    m_against->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_against->setMinimumContentsLength(40);
    m_against->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_pasted->setObjectName(QStringLiteral("verifyHash"));
    m_pasted->setAccessibleName(tr("Hash"));
    m_pasted->setFont(theme::monospace());
    m_pasted->setPlaceholderText(tr("SHA-1, SHA-256 or SHA-512"));
    m_hint->setObjectName(QStringLiteral("verifyHint"));
    m_hint->setWordWrap(true);
    m_progress->setObjectName(QStringLiteral("verifyProgress"));
    m_progress->setAccessibleName(tr("Progress"));
    m_progress->setRange(0, 1000);
    m_result->setObjectName(QStringLiteral("verifyResult"));
    m_values->setObjectName(QStringLiteral("verifyValues"));
    m_values->setAccessibleName(tr("Hashes of the file"));
    m_values->setReadOnly(true);
    m_values->setFont(theme::monospace());
    m_values->setTabChangesFocus(true);
    m_values->setFixedHeight(m_values->fontMetrics().lineSpacing() * 6);
    m_values->hide();
    m_start->setObjectName(QStringLiteral("verifyStart"));
    m_start->setDefault(true);
    m_cancel->setObjectName(QStringLiteral("verifyStop"));
    m_close->setObjectName(QStringLiteral("verifyClose"));
    for (QPushButton *each : {m_choose, m_cancel, m_close})
        each->setAutoDefault(false);

    auto *fileRow = new QHBoxLayout;
    fileRow->setSpacing(theme::kGrid);
    fileRow->addWidget(m_file, 1);
    fileRow->addWidget(m_choose);
    auto *fileLabel = new QLabel(tr("&File"));
    fileLabel->setBuddy(m_file);
    auto *form = new QFormLayout;
    form->setHorizontalSpacing(2 * theme::kGrid);
    form->setVerticalSpacing(theme::kGrid);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->addRow(fileLabel, fileRow);
    form->addRow(tr("Hold &against"), m_against);
    form->addRow(tr("&Hash"), m_pasted);
    form->addRow(QString(), m_hint);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(theme::kGrid);
    buttons->addWidget(m_progress, 1);
    buttons->addWidget(m_cancel);
    buttons->addStretch(0);
    buttons->addWidget(m_start);
    buttons->addWidget(m_close);
    auto *column = new QVBoxLayout(this);
    column->setSpacing(theme::kGrid);
    column->addLayout(form);
    column->addWidget(m_result);
    column->addWidget(m_values);
    column->addStretch(1);
    column->addLayout(buttons);
    setMinimumWidth(88 * theme::kGrid);
}

void VerifyDialog::setFile(const QString &path)
{
    if (m_check != 0)
        return;
    m_file->setText(path);
    for (int i = 0; i < m_known.size(); ++i) {
        if (isNameOf(path, m_known[i].fileName)) {
            m_against->setCurrentIndex(kFirstKnown + i);
            break;
        }
    }
    m_start->setFocus();
}

bool VerifyDialog::isPasting() const
{
    return m_against->currentIndex() == kPasted;
}

QString VerifyDialog::expectedHash() const
{
    if (isPasting())
        return QString::fromLatin1(pastedHash(m_pasted->text()));
    const int known = m_against->currentIndex() - kFirstKnown;
    return known >= 0 && known < m_known.size() ? m_known[known].value : QString();
}

void VerifyDialog::update()
{
    const bool running = m_check != 0;
    const QString hash = expectedHash();
    QString hint;
    if (isPasting() && !m_pasted->text().trimmed().isEmpty())
        hint = hash.isEmpty() ? tr("This is no SHA-1, SHA-256 or SHA-512: 40, 64 or 128 of the "
                                   "characters 0–9 and a–f.")
                              : tr("Recognised as %1.").arg(algorithmOf(hash));
    else if (!isPasting())
        hint = hash;
    m_hint->setText(hint);
    m_pasted->setEnabled(isPasting() && !running);
    for (QWidget *each : {static_cast<QWidget *>(m_file), static_cast<QWidget *>(m_choose),
                          static_cast<QWidget *>(m_against)})
        each->setEnabled(!running);
    m_progress->setVisible(running);
    m_cancel->setVisible(running);
    const bool complete = m_against->currentIndex() == kNone || !hash.isEmpty();
    m_start->setEnabled(!running && complete && QFileInfo(m_file->text()).isFile());
}

void VerifyDialog::chooseFile()
{
    auto *dialog = new QFileDialog(this, tr("File to verify"), m_file->text());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, &VerifyDialog::setFile);
    dialog->open();
}

void VerifyDialog::start()
{
    if (m_check != 0)
        return;
    m_result->clear();
    m_values->hide();
    m_used = expectedHash();
    m_progress->setValue(0);
    VerifyOrder order;
    order.fileName = m_file->text();
    order.expectedHash = m_used.toLatin1();
    m_check = m_verifier.verify(order);
    update();
    m_cancel->setFocus();
}

void VerifyDialog::cancel()
{
    if (m_check != 0)
        m_verifier.cancel(m_check);
}

void VerifyDialog::onProgressed(int check, qint64 done, qint64 size)
{
    if (check == m_check && size > 0)
        m_progress->setValue(int(done * 1000 / size));
}

void VerifyDialog::onFinished(int check, const VerifyReport &report)
{
    if (check != m_check)
        return;
    m_check = 0;
    update();
    m_start->setFocus();
    if (report.cancelled) {
        m_result->showText(theme::Tone::Neutral, tr("Stopped. Nothing is known of the file."));
        return;
    }
    if (report.problem) {
        m_result->showText(theme::Tone::Danger,
                           tr("The file can't be read: %1").arg(report.problem.detail));
        return;
    }
    const QString algorithm = algorithmOf(m_used);
    const QString name = QFileInfo(m_file->text()).fileName();
    switch (report.verdict) {
    case Verdict::MatchesPublished:
    case Verdict::Recorded:
        m_result->showText(theme::Tone::Good,
                           tr("It matches: %1 has this %2.").arg(name, algorithm));
        break;
    case Verdict::Mismatch:
        m_result->showText(theme::Tone::Danger,
                           tr("It does not match: %1 has another %2. It is another file, or was "
                              "changed. Don't use it in its place.")
                               .arg(name, algorithm));
        break;
    case Verdict::Damaged:
        m_result->showText(theme::Tone::Danger,
                           tr("Archive damaged: %1 Don't use it.").arg(report.archive.damage));
        break;
    case Verdict::None:
        m_result->showText(theme::Tone::Info,
                           report.archive.count > 0
                               ? tr("No damage found: the archive holds %n files.", nullptr,
                                    int(report.archive.count))
                               : tr("The file was read to its end. There is nothing to hold it "
                                    "against."));
        break;
    }
    QStringList values {tr("Size     %1 bytes").arg(report.size)};
    for (const auto &[title, value] : {std::pair(QStringLiteral("SHA-1   "), report.sha1),
                                       std::pair(QStringLiteral("SHA-256 "), report.sha256),
                                       std::pair(QStringLiteral("SHA-512 "), report.sha512)}) {
        if (!value.isEmpty())
            values << title + QLatin1Char(' ') + value;
    }
    if (report.verdict == Verdict::Mismatch)
        values << tr("expected %1").arg(m_used);
    m_values->setPlainText(values.join(QLatin1Char('\n')));
    m_values->show();
}

void VerifyDialog::done(int result)
{
    cancel();
    QDialog::done(result);
}

void VerifyDialog::dragEnterEvent(QDragEnterEvent *event)
{
    const QList<QUrl> urls = event->mimeData()->urls();
    if (m_check == 0 && urls.size() == 1 && urls.first().isLocalFile())
        event->acceptProposedAction();
}

void VerifyDialog::dropEvent(QDropEvent *event)
{
    event->acceptProposedAction();
    setFile(event->mimeData()->urls().value(0).toLocalFile());
}
