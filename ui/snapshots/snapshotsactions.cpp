// What can be done on the tab "Snapshots": find the last good one, take one, restore one.
#include "base/format.h"
#include "session/environmentmarks.h"
#include "session/session.h"
#include "sessiontexts.h"
#include "snapshots/clusterfacts.h"
#include "snapshots/snapshotspage.h"
#include "snapshots/takesnapshotdialog.h"
#include "style/theme.h"
#include "tables/lastgood.h"
#include "widgets/clipboard.h"
#include "widgets/instantedit.h"
#include "widgets/recordtable.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QToolButton>

namespace {

QToolButton *buttonOf(QAction *action, const char *objectName)
{
    auto *button = new QToolButton;
    button->setObjectName(QLatin1String(objectName));
    button->setDefaultAction(action);
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setFocusPolicy(Qt::TabFocus);
    return button;
}

} // namespace

QWidget *SnapshotsPage::makeBar()
{
    m_before = new InstantEdit(QDateTime::currentDateTime());
    auto *label = new QLabel(tr("&Last good snapshot before"));
    label->setBuddy(m_before);
    m_before->setCalendarPopup(true);
    m_before->setDisplayFormat(QStringLiteral("yyyy-MM-dd HH:mm"));
    m_before->setAccessibleName(tr("Last good snapshot before"));
    m_before->setToolTip(tr("Local time"));
    auto *find = new QPushButton(tr("Find"));
    find->setObjectName(QStringLiteral("findLastGood"));
    find->setAccessibleName(tr("Find the last good snapshot"));
    m_found = new QLabel;
    m_found->setTextFormat(Qt::PlainText);
    m_found->setWordWrap(true);
    m_found->hide();

    m_showPicture = new QAction(tr("&Over time"), this);
    m_showPicture->setObjectName(QStringLiteral("showTimeline"));
    m_showPicture->setCheckable(true);
    m_showPicture->setToolTip(tr("Shows the snapshots as a picture over time"));
    m_take = new QAction(tr("&Take snapshot…"), this);
    m_take->setObjectName(QStringLiteral("takeSnapshot"));
    addActions({m_take, m_showPicture});

    auto *row = new QHBoxLayout;
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(theme::kGrid);
    row->addWidget(label);
    row->addWidget(m_before);
    row->addWidget(find);
    row->addStretch(1);
    row->addWidget(buttonOf(m_showPicture, "showTimelineButton"));
    row->addWidget(buttonOf(m_take, "takeSnapshotButton"));
    auto *bar = new QWidget(this);
    auto *column = new QVBoxLayout(bar);
    column->setContentsMargins(theme::kGrid, theme::kGrid, theme::kGrid, theme::kGrid / 2);
    column->setSpacing(theme::kGrid / 2);
    column->addLayout(row);
    column->addWidget(m_found);
    connect(find, &QPushButton::clicked, this, &SnapshotsPage::findLastGood);
    connect(m_take, &QAction::triggered, this, &SnapshotsPage::takeSnapshot);
    return bar;
}

std::optional<Cluster> SnapshotsPage::clusterToTake() const
{
    if (!m_session)
        return {};
    const QList<Cluster> &scope = m_session->snapshots().scope();
    if (scope.size() == 1)
        return scope.first();
    const Snapshot *snapshot = currentSnapshot();
    return snapshot ? clusterOf(*snapshot) : std::nullopt;
}

void SnapshotsPage::updateActions()
{
    const std::optional<Cluster> cluster = clusterToTake();
    QString why = whyReadOnly(m_session);
    if (why.isEmpty())
        why = !cluster ? tr("Choose a cluster on the left, or one of its snapshots")
                       : whyNoSnapshot(*cluster);
    if (why.isEmpty() && m_session->isBusy())
        why = tr("Another change is being sent to Atlas");
    m_take->setEnabled(why.isEmpty());
    const QString tip = why.isEmpty()
        ? tr("Takes a snapshot of %1 now; nothing is sent before you confirm it").arg(cluster->name)
        : tr("No snapshot can be taken: %1", "reason").arg(why);
    m_take->setToolTip(tip);
    m_take->setStatusTip(tip);
    m_take->setIcon(theme::icon(QStringLiteral("snapshot"), palette()));
    if (auto *button = findChild<QToolButton *>(QStringLiteral("takeSnapshotButton")))
        button->setAccessibleDescription(tip);
}

void SnapshotsPage::takeSnapshot()
{
    const std::optional<Cluster> cluster = clusterToTake();
    if (!m_session || !cluster)
        return;
    if (m_dialog) {
        m_dialog->raise();
        m_dialog->activateWindow();
        return;
    }
    const QList<Snapshot> &records = m_session->snapshots().records();
    const bool unfinished = std::any_of(records.cbegin(), records.cend(), [&](const Snapshot &s) {
        return s.projectId == cluster->projectId && s.cluster == cluster->name
            && s.type.compare(QLatin1String("onDemand"), Qt::CaseInsensitive) == 0
            && (s.state == SnapshotState::Queued || s.state == SnapshotState::Running);
    });
    const EnvironmentMark mark =
        m_marks ? m_marks->mark(cluster->projectId, cluster->name) : EnvironmentMark::None;
    m_dialog = new TakeSnapshotDialog(*m_session, *cluster, mark, unfinished, this);
    m_dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(m_dialog, &TakeSnapshotDialog::taken, this,
            [this](const Snapshot &snapshot) { selectSnapshot(snapshot.id); });
    connect(m_dialog, &TakeSnapshotDialog::listWanted, this, [this] {
        if (m_session)
            m_session->snapshots().refresh();
    });
    m_dialog->open();
}

void SnapshotsPage::restore()
{
    const Snapshot *snapshot = currentSnapshot();
    if (snapshot && whyNoRestore(*snapshot).isEmpty())
        emit restoreRequested(Snapshot(*snapshot));
}

void SnapshotsPage::findLastGood()
{
    if (!m_session)
        return;
    const QDateTime before = m_before->dateTime().toUTC();
    const QList<Snapshot> records = m_session->snapshots().records();
    const Snapshot *found = lastGoodBefore(records, before, context().now);
    m_found->show();
    if (!found) {
        m_found->setText(m_session->snapshots().isLoading() ? tr("Still reading…")
                                                            : tr("None from before that time"));
        return;
    }
    QString text = tr("%1: %2, %3 before it")
                       .arg(found->cluster, formatLocalAndUtc(found->taken),
                            formatDuration(std::chrono::seconds(found->taken.secsTo(before))));
    if (isFallback(*found))
        text += tr(". It is a fallback snapshot: there is no other from before that time.");
    m_found->setText(text);
    m_table->selectId(found->id);
    m_table->setFocus();
}

void SnapshotsPage::fillMenu(QMenu *menu)
{
    const Snapshot *snapshot = currentSnapshot();
    if (!snapshot)
        return;
    menu->setToolTipsVisible(true);
    QAction *restore = menu->addAction(tr("Restore this snapshot…"), this, &SnapshotsPage::restore);
    const QString why = whyNoRestore(*snapshot);
    restore->setEnabled(why.isEmpty());
    restore->setToolTip(why);
    menu->addAction(m_take);
    menu->addAction(tr("Copy snapshot ID"), this, [id = snapshot->id] { copyText(id); });
}
