#include "transfers/transferspage.h"

#include "style/theme.h"
#include "transfers/limitsdialog.h"
#include "transfers/transferdelegates.h"
#include "transfers/transferdetails.h"
#include "widgets/emptystate.h"
#include "widgets/recordtable.h"

#include <QApplication>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDesktopServices>
#include <QDragEnterEvent>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QMenu>
#include <QMessageBox>
#include <QMimeData>
#include <QPushButton>
#include <QSplitter>
#include <QStackedLayout>
#include <QUrl>

#include <algorithm>

namespace {

TableLayout transferLayout()
{
    return {.widths = {{QStringLiteral("file"), 26},
                       {QStringLiteral("job"), 24},
                       {QStringLiteral("state"), 29},
                       {QStringLiteral("progress"), 18},
                       {QStringLiteral("speed"), 10},
                       {QStringLiteral("left"), 12},
                       {QStringLiteral("verification"), 51},
                       {QStringLiteral("started"), 20},
                       {QStringLiteral("folder"), 30},
                       {QStringLiteral("jobId"), 28}},
            .sortColumn = QStringLiteral("started")};
}

/// The first local file of what is dragged; empty if there is none.
QString localFile(const QMimeData *data)
{
    for (const QUrl &url : data->urls()) {
        if (url.isLocalFile() && QFileInfo(url.toLocalFile()).isFile())
            return url.toLocalFile();
    }
    return {};
}

void openFolderOf(const QString &path)
{
    QDesktopServices::openUrl(QUrl::fromLocalFile(QFileInfo(path).absolutePath()));
}

/// What is being verified goes on to its end.
bool canPause(const TransferRow &row)
{
    const QList<TransferPart> &parts = row.transfer.parts;
    return std::any_of(parts.cbegin(), parts.cend(), [](const TransferPart &part) {
        return part.state == TransferState::Queued || part.state == TransferState::Checking
            || part.state == TransferState::Downloading || part.state == TransferState::Waiting;
    });
}

bool canResume(const TransferRow &row)
{
    return row.transfer.canResume();
}

bool isOver(const Transfer &transfer)
{
    return transfer.state() == TransferState::Done;
}

} // namespace

TransfersPage::TransfersPage(TransferDesk &desk, QSettings &settings,
                             std::function<QString(const QString &)> profileName, QWidget *parent)
    : QWidget(parent), m_desk(desk), m_settings(settings), m_profileName(std::move(profileName)),
      m_model(transferTable()),
      m_table(new RecordTable(QStringLiteral("Transfers"), m_model, transferLayout(), settings)),
      m_details(new TransferDetails), m_stack(new QStackedLayout)
{
    setAcceptDrops(true);
    m_table->setItemDelegateForColumn(m_model.columnOf(QLatin1String("state")),
                                      new TransferStateDelegate(m_table));
    m_table->setItemDelegateForColumn(m_model.columnOf(QLatin1String("progress")),
                                      new ProgressDelegate(m_table));
    m_table->setItemDelegateForColumn(m_model.columnOf(QLatin1String("verification")),
                                      new VerdictDelegate(m_table));
    auto *empty = new EmptyState;
    empty->showEmpty(tr("No transfers"),
                     tr("Download a backup from the Delivery view of a job that is ready, or drop "
                        "a file here to verify it."));
    m_stack->addWidget(empty);
    m_stack->addWidget(m_table);
    auto *top = new QWidget;
    auto *column = new QVBoxLayout(top);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(makeButtons());
    column->addLayout(m_stack, 1);
    auto *splitter = new QSplitter(Qt::Vertical);
    splitter->setObjectName(QStringLiteral("transfersSplitter"));
    splitter->addWidget(top);
    splitter->addWidget(m_details);
    splitter->setChildrenCollapsible(false);
    splitter->setStretchFactor(0, 1);
    splitter->setStretchFactor(1, 1);
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(splitter);

    const TransferQueue &queue = m_desk.queue();
    connect(&queue, &TransferQueue::added, this, &TransfersPage::syncRows);
    connect(&queue, &TransferQueue::removed, this, &TransfersPage::syncRows);
    connect(&queue, &TransferQueue::changed, this,
            [this] { m_model.updateLater([this] { syncRows(); }); });
    // By then the archive was walked: what is left is the wait for the hash.
    connect(&queue, &TransferQueue::hashesWanted, this,
            [this] { m_model.updateLater([this] { syncRows(); }); });
    connect(&m_desk, &TransferDesk::needChanged, this, &TransfersPage::syncRows);
    connect(m_table, &RecordTable::currentIdChanged, this, &TransfersPage::showCurrent);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &TransfersPage::updateButtons);
    connect(m_table, &RecordTable::opened, this, &TransfersPage::showInFolder);
    connect(m_table, &RecordTable::menuRequested, this, [this](QMenu *menu) {
        for (const QPushButton *each : {m_pause, m_resume, m_show, m_remove}) {
            QAction *const action = menu->addAction(each->text(), each, &QPushButton::click);
            action->setEnabled(each->isEnabled());
        }
    });
    connect(m_details, &TransferDetails::newJobRequested, this,
            [this] { emit newJobRequested(m_table->currentId()); });
    syncRows();
}

QPushButton *TransfersPage::button(const QString &text, const char *name,
                                   void (TransfersPage::*act)())
{
    auto *made = new QPushButton(text);
    made->setObjectName(QLatin1String(name));
    made->setAccessibleName(text);
    made->setAutoDefault(false);
    connect(made, &QPushButton::clicked, this, act);
    return made;
}

QWidget *TransfersPage::makeButtons()
{
    m_pause = button(tr("Pause"), "pauseTransfer", &TransfersPage::pauseSelected);
    m_resume = button(tr("Resume"), "resumeTransfer", &TransfersPage::resumeSelected);
    m_pauseAll = button(tr("Pause all"), "pauseAll", &TransfersPage::pauseAll);
    m_resumeAll = button(tr("Resume all"), "resumeAll", &TransfersPage::resumeAll);
    m_remove = button(tr("Remove…"), "removeTransfer", &TransfersPage::askToRemove);
    m_show = button(tr("Show in folder"), "showInFolder", &TransfersPage::showInFolder);
    auto *verifyFile = button(tr("Verify a file…"), "verifyFile", &TransfersPage::verify);
    verifyFile->setToolTip(
        tr("Holds any file on this computer against a hash. Files can be dropped here, too."));
    auto *limits = button(tr("Limits…"), "transferLimits", &TransfersPage::openLimits);
    limits->setToolTip(tr("How many files at once, and how fast"));
    auto *bar = new QWidget;
    auto *row = new QHBoxLayout(bar);
    row->setContentsMargins(theme::kGrid, theme::kGrid / 2, theme::kGrid, theme::kGrid / 2);
    row->setSpacing(theme::kGrid);
    for (QWidget *each : {m_pause, m_resume, m_pauseAll, m_resumeAll})
        row->addWidget(each);
    row->addSpacing(theme::kGrid);
    for (QWidget *each : {m_show, m_remove})
        row->addWidget(each);
    row->addStretch(1);
    row->addWidget(verifyFile);
    row->addWidget(limits);
    return bar;
}

void TransfersPage::syncRows()
{
    QList<TransferRow> rows;
    for (const Transfer &transfer : m_desk.queue().transfers())
        rows.append({transfer, m_desk.need(transfer.id)});
    m_model.sync(rows);
    m_stack->setCurrentIndex(rows.isEmpty() ? 0 : 1);
    showCurrent();
}

void TransfersPage::showCurrent()
{
    const TransferRow *const row = m_model.recordById(m_table->currentId());
    if (row)
        m_details->setRow(*row, m_profileName(row->transfer.profileId),
                          m_desk.originOf(row->transfer.id));
    else
        m_details->clear();
    updateButtons();
}

QStringList TransfersPage::selectedIds() const
{
    QStringList ids;
    const QModelIndexList rows = m_table->selectionModel()->selectedRows();
    for (const QModelIndex &row : rows)
        ids.append(m_model.idAt(row.row()));
    return ids;
}

QList<TransferRow> TransfersPage::selectedRows() const
{
    QList<TransferRow> rows;
    for (const QString &id : selectedIds()) {
        if (const TransferRow *const row = m_model.recordById(id))
            rows.append(*row);
    }
    return rows;
}

void TransfersPage::updateButtons()
{
    const QList<TransferRow> chosen = selectedRows();
    const QList<TransferRow> &all = m_model.records();
    const bool pause = std::any_of(chosen.cbegin(), chosen.cend(), &canPause);
    const bool resume = std::any_of(chosen.cbegin(), chosen.cend(), &canResume);
    // A button that is no longer of use hands the keyboard to the one that takes it back, not to
    // whichever comes next.
    QWidget *const focused = QApplication::focusWidget();
    const bool lost = (focused == m_pause && !pause) || (focused == m_resume && !resume);
    for (const auto &[each, on] : {std::pair(m_pause, pause), std::pair(m_resume, resume)}) {
        if (on)
            each->setEnabled(true);
    }
    if (lost && pause)
        m_pause->setFocus();
    else if (lost && resume)
        m_resume->setFocus();
    else if (lost)
        m_table->setFocus();
    m_pause->setEnabled(pause);
    m_resume->setEnabled(resume);
    m_pauseAll->setEnabled(std::any_of(all.cbegin(), all.cend(), &canPause));
    m_resumeAll->setEnabled(std::any_of(all.cbegin(), all.cend(), &canResume));
    m_remove->setEnabled(!chosen.isEmpty());
    m_show->setEnabled(chosen.size() == 1);
}

void TransfersPage::setFilter(const QString &text)
{
    m_filter = text;
    m_model.setFilterText(text);
}

void TransfersPage::selectTransfer(const QString &id)
{
    m_table->selectId(id);
    m_table->setFocus();
}

void TransfersPage::pauseSelected()
{
    for (const QString &id : selectedIds())
        m_desk.queue().pause(id);
}

void TransfersPage::resumeSelected()
{
    for (const QString &id : selectedIds())
        m_desk.resume(id);
}

void TransfersPage::pauseAll()
{
    m_desk.queue().pauseAll();
}

void TransfersPage::resumeAll()
{
    for (const Transfer &one : QList<Transfer>(m_desk.queue().transfers()))
        m_desk.resume(one.id);
}

void TransfersPage::askToRemove()
{
    const QList<TransferRow> rows = selectedRows();
    const QStringList ids = selectedIds();
    if (rows.isEmpty())
        return;
    const bool over = std::all_of(rows.cbegin(), rows.cend(),
                                  [](const TransferRow &row) { return isOver(row.transfer); });
    auto *box = new QMessageBox(this);
    box->setObjectName(QStringLiteral("removeQuestion"));
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setIcon(QMessageBox::Question);
    box->setWindowTitle(tr("Remove transfers"));
    box->setText(rows.size() == 1
                     ? tr("Remove %1 from the list?").arg(fileText(rows[0].transfer))
                     : tr("Remove %n transfers from the list?", nullptr, int(rows.size())));
    box->setInformativeText(
        over ? tr("Finished files stay where they are.")
             : tr("Finished files stay where they are. What arrived of the others can be kept as "
                  "partial files, but only transfers in the list can be continued."));
    QPushButton *const keep = box->addButton(over ? tr("Remove") : tr("Remove, keep partial files"),
                                             QMessageBox::AcceptRole);
    keep->setObjectName(QStringLiteral("removeAndKeep"));
    connect(keep, &QPushButton::clicked, this, [this, ids] { remove(ids, false); });
    if (!over) {
        QPushButton *const discard =
            box->addButton(tr("Remove and delete partial files"), QMessageBox::DestructiveRole);
        discard->setObjectName(QStringLiteral("removeAndDelete"));
        connect(discard, &QPushButton::clicked, this, [this, ids] { remove(ids, true); });
    }
    box->setDefaultButton(box->addButton(QMessageBox::Cancel));
    box->open();
}

void TransfersPage::remove(const QStringList &ids, bool discard)
{
    for (const QString &id : ids)
        m_desk.queue().remove(id, discard);
}

void TransfersPage::showInFolder()
{
    const QString path = m_details->currentPath();
    if (path.isEmpty())
        return;
    // The file manager selects the file; a folder alone is the second best.
    QDBusMessage call = QDBusMessage::createMethodCall(
        QStringLiteral("org.freedesktop.FileManager1"),
        QStringLiteral("/org/freedesktop/FileManager1"),
        QStringLiteral("org.freedesktop.FileManager1"), QStringLiteral("ShowItems"));
    call << QStringList {QUrl::fromLocalFile(path).toString(QUrl::FullyEncoded)} << QString();
    auto *watcher =
        new QDBusPendingCallWatcher(QDBusConnection::sessionBus().asyncCall(call), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [watcher, path] {
        if (watcher->isError())
            openFolderOf(path);
        watcher->deleteLater();
    });
}

void TransfersPage::verify()
{
    emit verifyRequested({});
}

void TransfersPage::openLimits()
{
    auto *dialog = new LimitsDialog(m_desk.queue(), m_settings, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void TransfersPage::dragEnterEvent(QDragEnterEvent *event)
{
    if (!localFile(event->mimeData()).isEmpty())
        event->acceptProposedAction();
}

void TransfersPage::dropEvent(QDropEvent *event)
{
    const QString path = localFile(event->mimeData());
    if (path.isEmpty())
        return;
    event->acceptProposedAction();
    emit verifyRequested(path);
}
