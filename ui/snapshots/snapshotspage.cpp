#include "snapshots/snapshotspage.h"

#include "base/format.h"
#include "session/session.h"
#include "sessiontexts.h"
#include "style/theme.h"
#include "tables/lastgood.h"
#include "tables/snapshotcolumns.h"
#include "widgets/clipboard.h"
#include "widgets/factsview.h"
#include "widgets/recordtable.h"
#include "widgets/storepane.h"

#include <QDateTimeEdit>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QScrollArea>
#include <QSplitter>
#include <QStackedWidget>

namespace {

TableLayout snapshotLayout()
{
    return {.widths = {{QStringLiteral("taken"), 30},
                       {QStringLiteral("kind"), 9},
                       {QStringLiteral("project"), 16},
                       {QStringLiteral("cluster"), 20},
                       {QStringLiteral("state"), 14},
                       {QStringLiteral("version"), 10},
                       {QStringLiteral("size"), 10},
                       {QStringLiteral("id"), 28}},
            .sortColumn = QStringLiteral("taken")};
}

} // namespace

SnapshotsPage::SnapshotsPage(QSettings &settings, QWidget *parent)
    : QWidget(parent), m_model(snapshotTable()),
      m_table(new RecordTable(QStringLiteral("Snapshots"), m_model, snapshotLayout(), settings)),
      m_pane(
          new StorePane(m_table, m_model,
                        {.loading = tr("Reading snapshots"),
                         .empty = tr("No snapshots here"),
                         .emptyHint = tr("Choose a cluster with backups on the left. Free clusters "
                                         "(M0) have none.")})),
      m_before(new QDateTimeEdit(QDateTime::currentDateTime())), m_found(new QLabel),
      m_stack(new QStackedWidget), m_headline(new QLabel),
      m_restore(new QPushButton(tr("Restore this snapshot…"))), m_facts(new FactsView)
{
    auto *label = new QLabel(tr("&Last good snapshot before"));
    label->setBuddy(m_before);
    m_before->setCalendarPopup(true);
    m_before->setDisplayFormat(QStringLiteral("yyyy-MM-dd HH:mm"));
    m_before->setAccessibleName(tr("Last good snapshot before"));
    m_before->setToolTip(tr("Local time"));
    auto *find = new QPushButton(tr("Find"));
    find->setObjectName(QStringLiteral("findLastGood"));
    find->setAccessibleName(tr("Find the last good snapshot"));
    auto *bar = new QHBoxLayout;
    bar->setContentsMargins(theme::kGrid, theme::kGrid, theme::kGrid, 0);
    bar->setSpacing(theme::kGrid);
    bar->addWidget(label);
    bar->addWidget(m_before);
    bar->addWidget(find);
    bar->addWidget(m_found, 1);
    auto *top = new QWidget;
    auto *topColumn = new QVBoxLayout(top);
    topColumn->setContentsMargins(0, 0, 0, 0);
    topColumn->addLayout(bar);
    topColumn->addWidget(m_pane, 1);

    auto *nothing = new QLabel(tr("Select a snapshot to see its details."));
    nothing->setAlignment(Qt::AlignCenter);
    nothing->setForegroundRole(QPalette::PlaceholderText);
    m_headline->setFont(theme::heading());
    m_headline->setWordWrap(true);
    m_restore->setObjectName(QStringLiteral("restoreSnapshot"));
    m_restore->setIcon(theme::icon(QStringLiteral("restore"), palette()));
    auto *head = new QHBoxLayout;
    head->setContentsMargins(theme::kGrid, theme::kGrid, theme::kGrid, 0);
    head->addWidget(m_headline, 1);
    head->addWidget(m_restore);
    auto *area = new QScrollArea;
    area->setWidget(m_facts);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    auto *details = new QWidget;
    auto *detailsColumn = new QVBoxLayout(details);
    detailsColumn->setContentsMargins(0, 0, 0, 0);
    detailsColumn->addLayout(head);
    detailsColumn->addWidget(area, 1);
    m_stack->addWidget(nothing);
    m_stack->addWidget(details);

    auto *splitter = new QSplitter(Qt::Vertical);
    splitter->addWidget(top);
    splitter->addWidget(m_stack);
    splitter->setChildrenCollapsible(false);
    splitter->setStretchFactor(0, 3);
    splitter->setStretchFactor(1, 2);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(splitter);

    connect(find, &QPushButton::clicked, this, &SnapshotsPage::findLastGood);
    connect(m_table, &RecordTable::currentIdChanged, this, &SnapshotsPage::showCurrent);
    connect(m_table, &RecordTable::menuRequested, this, &SnapshotsPage::fillMenu);
    const auto restore = [this] {
        const Snapshot *snapshot = currentSnapshot();
        if (snapshot && canRestore(*snapshot))
            emit restoreRequested(*snapshot);
    };
    connect(m_table, &RecordTable::opened, this, restore);
    connect(m_restore, &QPushButton::clicked, this, restore);
    connect(&m_model, &RecordModelBase::countsChanged, this, &SnapshotsPage::countsChanged);
}

TextContext SnapshotsPage::context() const
{
    return textContext(m_session);
}

void SnapshotsPage::setSession(Session *session)
{
    if (m_session) {
        disconnect(&m_session->snapshots(), nullptr, this, nullptr);
        disconnect(&m_session->inventory(), nullptr, this, nullptr);
    }
    m_session = session;
    m_model.setContext(context());
    m_model.sync({});
    m_found->clear();
    m_stack->setCurrentIndex(0);
    m_pane->setStore(session ? &session->snapshots() : nullptr);
    if (!session)
        return;
    connect(&session->snapshots(), &Store::changed, this,
            [this] { m_model.syncLater(m_session->snapshots().records()); });
    connect(&session->inventory(), &Store::statusChanged, this, [this] {
        if (!m_session->inventory().isLoading())
            m_model.setContext(context());
    });
}

void SnapshotsPage::setFilter(const QString &text)
{
    m_filter = text;
    m_model.setFilterText(text);
}

const Snapshot *SnapshotsPage::currentSnapshot() const
{
    const QString id = m_table->currentId();
    return id.isEmpty() ? nullptr : m_model.recordById(id);
}

bool SnapshotsPage::canRestore(const Snapshot &snapshot) const
{
    return snapshot.kind && snapshot.kind->create
        && snapshot.state == SnapshotState::Completed;
}

void SnapshotsPage::showCurrent()
{
    const Snapshot *snapshot = currentSnapshot();
    if (!snapshot) {
        m_stack->setCurrentIndex(0);
        return;
    }
    const QDateTime now = context().now;
    m_headline->setText(snapshot->taken.isValid()
                            ? tr("%1, as of %2 (%3)")
                                  .arg(snapshot->cluster, formatLocal(snapshot->taken),
                                       formatAge(snapshot->taken, now))
                            : tr("%1, not finished", "snapshot of cluster").arg(snapshot->cluster));
    m_restore->setEnabled(canRestore(*snapshot));
    m_restore->setToolTip(m_restore->isEnabled()
                              ? tr("Opens the complete review; nothing is sent yet")
                              : snapshot->kind && !snapshot->kind->create
                              ? tr("Snapback can't start restores of this kind yet")
                              : tr("Only a completed snapshot can be restored"));
    m_facts->setFacts(factsOf(*snapshot), now);
    m_stack->setCurrentIndex(1);
}

void SnapshotsPage::findLastGood()
{
    if (!m_session)
        return;
    const QDateTime before = m_before->dateTime().toUTC();
    const QList<Snapshot> records = m_session->snapshots().records();
    const Snapshot *found = lastGoodBefore(records, before, context().now);
    if (!found) {
        m_found->setText(m_session->snapshots().isLoading() ? tr("Still reading…")
                                                            : tr("None from before that time"));
        return;
    }
    m_found->setText(tr("%1: %2, %3 before it")
                         .arg(found->cluster, formatLocalAndUtc(found->taken),
                              formatDuration(std::chrono::seconds(found->taken.secsTo(before)))));
    m_table->selectId(found->id);
    m_table->setFocus();
}

void SnapshotsPage::tick()
{
    m_model.refreshTexts(context());
    m_facts->setNow(context().now);
}

void SnapshotsPage::fillMenu(QMenu *menu)
{
    const Snapshot *snapshot = currentSnapshot();
    if (!snapshot)
        return;
    QAction *restore = menu->addAction(tr("Restore this snapshot…"), this,
                                       [this, copy = *snapshot] { emit restoreRequested(copy); });
    restore->setEnabled(canRestore(*snapshot));
    menu->addAction(tr("Copy snapshot ID"), this, [id = snapshot->id] { copyText(id); });
}
