#include "transfers/transferdetails.h"

#include "base/format.h"
#include "style/theme.h"
#include "transfer/partfile.h"
#include "transfers/transferdelegates.h"
#include "transfers/transferparts.h"
#include "widgets/banner.h"
#include "widgets/clipboard.h"
#include "widgets/factsview.h"
#include "widgets/tablestyle.h"

#include <QDir>
#include <QFileInfo>
#include <QHeaderView>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabWidget>
#include <QTableWidget>
#include <QVBoxLayout>

namespace {

QScrollArea *scrolled(QWidget *content)
{
    auto *area = new QScrollArea;
    area->setWidget(content);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    return area;
}

QString receivedText(const TransferPart &part)
{
    if (part.size < 0)
        return TransferDetails::tr("%1, the length is not known yet")
            .arg(formatSize(part.received));
    return TransferDetails::tr("%1 of %2 (%3 of %4 bytes)")
        .arg(formatSize(part.received), formatSize(part.size), QString::number(part.received),
             QString::number(part.size));
}

QString startedOverText()
{
    return TransferDetails::tr("the server sent the file from its beginning, or another file than "
                               "before. What had arrived was replaced; nothing is mixed.");
}

} // namespace

TransferDetails::TransferDetails(QWidget *parent)
    : QWidget(parent), m_stack(new QStackedWidget), m_icon(new QLabel), m_headline(new QLabel),
      m_parts(new TransferParts), m_banner(new Banner), m_tabs(new QTabWidget),
      m_facts(new FactsView), m_archiveNote(new QLabel), m_entries(new QTableWidget(0, 2)),
      m_steps(new QLabel), m_commands(new QPlainTextEdit),
      m_copyCommands(new QPushButton(tr("Copy commands")))
{
    auto *nothing = new QLabel(tr("Select a transfer to see its details."));
    nothing->setAlignment(Qt::AlignCenter);
    nothing->setForegroundRole(QPalette::PlaceholderText);
    m_headline->setFont(theme::heading());
    for (QLabel *label : {m_headline, m_archiveNote, m_steps}) {
        label->setWordWrap(true);
        label->setTextFormat(Qt::PlainText);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    }
    auto *head = new QHBoxLayout;
    head->setContentsMargins(theme::kGrid, theme::kGrid, theme::kGrid, 0);
    head->setSpacing(theme::kGrid);
    head->addWidget(m_icon);
    head->addWidget(m_headline, 1);

    auto *split = new QSplitter;
    split->setObjectName(QStringLiteral("transferPartsSplitter"));
    split->setChildrenCollapsible(false);
    split->addWidget(m_parts);
    split->addWidget(makeTabs());
    split->setStretchFactor(0, 2);
    split->setStretchFactor(1, 3);
    split->setSizes({200, 300}); // a SHA-256 and its Copy button fit a wide window
    auto *content = new QWidget;
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(theme::kGrid / 2);
    column->addLayout(head);
    column->addWidget(m_banner);
    column->addWidget(split, 1);
    m_stack->addWidget(nothing);
    m_stack->addWidget(content);
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(m_stack);
    connect(m_parts, &TransferParts::currentPartChanged, this, &TransferDetails::showPart);
    connect(m_copyCommands, &QPushButton::clicked, this,
            [this] { copyText(m_commands->toPlainText()); });
}

QWidget *TransferDetails::makeTabs()
{
    m_entries->setAccessibleName(tr("Files in the archive"));
    m_entries->setObjectName(QStringLiteral("archiveEntries"));
    m_entries->setHorizontalHeaderLabels({tr("Name"), tr("Size")});
    styleTable(m_entries);
    m_entries->horizontalHeader()->setStretchLastSection(false);
    m_entries->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_entries->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_entries->setSelectionBehavior(QAbstractItemView::SelectRows);
    auto *archive = new QWidget;
    auto *archiveColumn = new QVBoxLayout(archive);
    archiveColumn->addWidget(m_archiveNote);
    archiveColumn->addWidget(m_entries, 1);

    m_steps->setObjectName(QStringLiteral("nextSteps"));
    m_commands->setObjectName(QStringLiteral("nextCommands"));
    m_commands->setAccessibleName(tr("Commands"));
    m_commands->setReadOnly(true);
    m_commands->setFont(theme::monospace());
    m_commands->setWordWrapMode(QTextOption::WrapAnywhere); // what is copied has no such breaks
    m_commands->setTabChangesFocus(true);
    m_commands->setFixedHeight(m_commands->fontMetrics().lineSpacing() * 8);
    m_copyCommands->setObjectName(QStringLiteral("copyCommands"));
    m_copyCommands->setAutoDefault(false);
    auto *next = new QWidget;
    auto *nextColumn = new QVBoxLayout(next);
    nextColumn->setSpacing(theme::kGrid);
    nextColumn->addWidget(m_steps);
    nextColumn->addWidget(m_commands);
    nextColumn->addWidget(m_copyCommands, 0, Qt::AlignLeft);
    nextColumn->addStretch(1);

    m_tabs->setDocumentMode(true);
    m_tabs->setObjectName(QStringLiteral("transferDetailTabs"));
    m_tabs->addTab(scrolled(m_facts), tr("Overview"));
    m_tabs->addTab(archive, tr("What the archive holds"));
    m_tabs->addTab(scrolled(next), tr("What to do next"));
    return m_tabs;
}

void TransferDetails::clear()
{
    m_row = {};
    m_stack->setCurrentIndex(0);
}

qsizetype TransferDetails::currentIndex() const
{
    const qsizetype index = m_parts->currentPart();
    return index < m_row.transfer.parts.size() ? index : -1;
}

const TransferPart *TransferDetails::currentPart() const
{
    const qsizetype index = currentIndex();
    return index < 0 ? nullptr : &m_row.transfer.parts[index];
}

QString TransferDetails::currentPath() const
{
    const TransferPart *const part = currentPart();
    if (!part)
        return {};
    return part->state == TransferState::Done ? part->path : PartFile::partName(part->path);
}

void TransferDetails::setRow(const TransferRow &row, const QString &profileName,
                             const BackupOrigin &origin)
{
    m_row = row;
    m_profileName = profileName;
    m_origin = origin;
    m_parts->setRow(row);
    m_parts->setVisible(row.transfer.parts.size() > 1);
    m_stack->setCurrentIndex(1);
    showPart();
}

void TransferDetails::showPart()
{
    const TransferPart *const part = currentPart();
    if (!part)
        return;
    const Verdict verdict = m_row.transfer.verdict();
    const JobState badge = badgeOf(m_row);
    const theme::Tone tone =
        verdict == Verdict::None ? theme::stateTone(badge) : verdictTone(verdict);
    const QColor color = theme::toneColor(tone, palette());
    m_icon->setPixmap(theme::icon(transferIconName(badge), color).pixmap(24, 24));
    const QString words = verdict == Verdict::None ? stateText(m_row) : verdictText(verdict);
    m_headline->setText(tr("%1 · %2", "state or verdict, job").arg(words, m_row.transfer.label));
    QPalette colored = palette();
    if (verdict == Verdict::Mismatch || verdict == Verdict::Damaged)
        colored.setColor(QPalette::WindowText, color);
    m_headline->setPalette(colored);
    m_facts->setFacts(facts(*part), QDateTime::currentDateTimeUtc());
    showBanner();
    showArchive(*part);
    showSteps();
}

QList<Fact> TransferDetails::facts(const TransferPart &part) const
{
    using Type = Fact::Type;
    const Transfer &transfer = m_row.transfer;
    const QString name = QDir::toNativeSeparators(currentPath());
    const QString noHash = part.state != TransferState::Done ? QString()
        : transfer.hashExpected ? tr("none came in time; it is taken when it appears")
                                : tr("Atlas publishes none for this kind");
    const QList<Fact> all {
        {tr("State"), stateText(rowOfPart(m_row, currentIndex())), Type::Text, {}},
        {tr("Next try"), {}, Type::Time, part.retryAt},
        {tr("Received"), receivedText(part), Type::Text, {}},
        {tr("File"), name, Type::Text, {}},
        {tr("Verification"), verdictText(part.verdict), Type::Text, {}},
        {tr("Atlas's hash"), part.publishedHash, Type::Identifier, {}},
        {tr("Atlas's hash"), part.publishedHash.isEmpty() ? noHash : QString(), Type::Text, {}},
        {tr("SHA-1"), part.sha1, Type::Identifier, {}},
        {tr("SHA-256"), part.sha256, Type::Identifier, {}},
        {tr("Checksum file"), part.checksumFile, Type::Text, {}},
        {tr("From the start"),
         part.startedOver && part.state == TransferState::Done ? startedOverText() : QString(),
         Type::Text,
         {}},
        {tr("Started"), {}, Type::Time, transfer.created},
        {tr("Finished"), {}, Type::Time, transfer.finished},
        {tr("Profile"), m_profileName, Type::Text, {}},
        {tr("Cluster"), transfer.cluster, Type::Text, {}},
        {tr("Job ID"), transfer.jobId, Type::Identifier, {}},
        {tr("Snapshot ID"), transfer.snapshotId, Type::Identifier, {}},
    };
    QList<Fact> present;
    for (const Fact &fact : all) {
        if (!fact.value.isEmpty() || fact.time.isValid())
            present.append(fact);
    }
    return present;
}

void TransferDetails::showBanner()
{
    const TransferPart &part = *currentPart();
    const TransferNeed &need = rowOfPart(m_row, currentIndex()).need;
    QStringList sentences;
    theme::Tone tone = theme::Tone::Info;
    if (part.verdict == Verdict::Mismatch || part.verdict == Verdict::Damaged) {
        tone = theme::Tone::Danger;
        sentences << nextSteps(m_row.transfer, currentIndex(), m_origin).words;
    }
    const bool asksPerson =
        need.kind == TransferNeed::Kind::NewJob || need.kind == TransferNeed::Kind::Trouble;
    if (part.problem && part.state == TransferState::Done) {
        tone = tone == theme::Tone::Danger ? tone : theme::Tone::Warning;
        if (part.verdict == Verdict::Recorded)
            sentences << tr("The file is complete, but its checksum file could not be written "
                            "beside it (%1).")
                             .arg(part.problem.detail);
    } else if (part.state == TransferState::Waiting) {
        tone = theme::Tone::Warning;
        sentences << (part.problem.httpStatus > 0
                          ? tr("The server answered HTTP %1. It is asked again by itself; what "
                               "arrived is kept.")
                                .arg(part.problem.httpStatus)
                          : tr("The connection was lost or not made. It is tried again by itself; "
                               "what arrived is kept."));
    } else if (part.problem && need.kind == TransferNeed::Kind::None) {
        tone = part.state == TransferState::Failed ? theme::Tone::Danger : theme::Tone::Warning;
        sentences << describe(part.problem) << whatNow(part.problem.kind);
    } else if (part.problem.httpStatus > 0 && asksPerson) {
        // With a question of its own the reason is said there.
        sentences << tr("The server refused the link (HTTP %1). If this computer's address is not "
                        "on the project's IP access list, add it and resume: that tries the "
                        "link once more.")
                         .arg(part.problem.httpStatus);
    }
    if (part.startedOver && part.state != TransferState::Done)
        sentences << tr("From the start: %1").arg(startedOverText());
    if (waitsForHash(rowOfPart(m_row, currentIndex()).transfer))
        sentences << tr("The file is here and whole. Atlas publishes its hash after the download "
                        "and is asked for it for some minutes; without one the file is kept with "
                        "a SHA-256 of its own.");
    if (need.kind != TransferNeed::Kind::None) {
        sentences.prepend(need.sentence);
        if (asksPerson)
            tone = theme::Tone::Warning;
    }
    sentences.removeAll(QString());
    QString text = sentences.join(QLatin1Char(' '));
    if (!text.isEmpty() && m_row.transfer.parts.size() > 1)
        text = tr("%1: %2", "file, what about it").arg(QFileInfo(part.path).fileName(), text);
    const QString key = text + QString::number(int(need.kind)) + m_row.transfer.id;
    if (key == m_bannerText)
        return;
    m_bannerText = key;
    if (text.isEmpty()) {
        m_banner->clear();
        return;
    }
    m_banner->showText(tone, text);
    if (need.kind == TransferNeed::Kind::NewJob) {
        QPushButton *const button = m_banner->addButton(tr("New download job…"));
        button->setObjectName(QStringLiteral("askNewJob"));
        connect(button, &QPushButton::clicked, this, &TransferDetails::newJobRequested);
    }
}

void TransferDetails::showArchive(const TransferPart &part)
{
    const ArchiveListing &archive = part.archive;
    QString note;
    if (archive.count == 0 && archive.damage.isEmpty())
        note = tr("Known when all of it is here.");
    else
        note = tr("%n files, %1 unpacked.", nullptr, int(archive.count))
                   .arg(formatSize(archive.totalSize));
    if (!archive.damage.isEmpty())
        note += QLatin1Char(' ') + archive.damage;
    if (archive.entries.size() < archive.count)
        note += QLatin1Char(' ')
            + (archive.entries.isEmpty()
                   ? tr("The list of names is not kept over a restart.")
                   : tr("The first %n are listed.", nullptr, int(archive.entries.size())));
    m_archiveNote->setText(note);
    m_entries->setVisible(!archive.entries.isEmpty());
    if (archive == m_archive)
        return;
    m_archive = archive;
    m_entries->setRowCount(int(archive.entries.size()));
    for (int row = 0; row < int(archive.entries.size()); ++row) {
        m_entries->setItem(row, 0, new QTableWidgetItem(archive.entries[row].name));
        auto *size = new QTableWidgetItem(formatSize(archive.entries[row].size));
        size->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
        m_entries->setItem(row, 1, size);
    }
}

void TransferDetails::showSteps()
{
    const NextSteps steps = nextSteps(m_row.transfer, currentIndex(), m_origin);
    m_steps->setText(steps.words);
    if (m_commands->toPlainText() != steps.commands)
        m_commands->setPlainText(steps.commands);
    m_commands->setVisible(!steps.commands.isEmpty());
    m_copyCommands->setVisible(!steps.commands.isEmpty());
}
