#include "wizard/safetysnapshot.h"

#include "atlas/errors.h"
#include "atlas/jobkind.h"
#include "base/format.h"
#include "wizard/wizardparts.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>

using namespace std::chrono_literals;

namespace {

constexpr int kDaysKept = 3; // long enough to notice that the restore was a mistake
constexpr int kMostDays = 365;

} // namespace

SafetySnapshot::SafetySnapshot(RestoreDraft &draft, QWidget *parent)
    : QWidget(parent), m_draft(draft), m_store(draft.session().makeSnapshotStore()),
      m_order(makeButton(this, tr("Take a snapshot of the target &first"), "safetySnapshot")),
      m_days(new QSpinBox(this)), m_skip(makeButton(this, tr("Go on &without it"), "safetySkip")),
      m_status(new ToneLine(this))
{
    m_order->setAccessibleName(tr("Take a snapshot of the target first"));
    m_days->setObjectName(QStringLiteral("safetyDays"));
    m_days->setAccessibleName(tr("Days to keep the snapshot of the target"));
    m_days->setRange(1, kMostDays);
    m_days->setValue(kDaysKept);
    m_keepLabel = makeBuddy(this, tr("&days to keep it"), m_days);
    m_status->setObjectName(QStringLiteral("safetyStatus"));
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(theme::kGrid);
    row->addWidget(m_order);
    row->addWidget(m_days);
    row->addWidget(m_keepLabel);
    row->addWidget(m_status, 1);
    row->addWidget(m_skip);
    row->addStretch();

    m_poll.setInterval(5s);
    connect(&m_poll, &QTimer::timeout, this, [this] { m_store->refresh(); });
    connect(m_order, &QPushButton::clicked, this, &SafetySnapshot::order);
    connect(m_skip, &QPushButton::clicked, this, [this] { setPending(false); });
    connect(m_store.get(), &Store::changed, this, &SafetySnapshot::takeSnapshots);
    connect(&draft.session().launcher(), &Launcher::busyChanged, this,
            &SafetySnapshot::updateWidgets);
    updateWidgets();
}

SafetySnapshot::~SafetySnapshot() = default;

QString SafetySnapshot::whyNot() const
{
    const RestorePlan &plan = m_draft.plan();
    const Cluster *target = m_draft.inventory().cluster(plan.targetProjectId, plan.targetCluster);
    if (!target)
        return tr("No snapshot first: the target is not among the clusters this login sees.");
    const JobKind *kind = kindOf(*target);
    if (!kind || !kind->takeSnapshot)
        return tr("No snapshot first: Atlas takes them on demand of M10 and above only, and %1 is "
                  "%2.")
            .arg(target->name, target->tier);
    if (!target->backupEnabled)
        return tr("No snapshot first: backup is off for %1.").arg(target->name);
    if (m_draft.session().profile().readOnly)
        return tr("No snapshot first: you marked this profile as read-only.");
    return {};
}

void SafetySnapshot::updateTarget()
{
    const ClusterRef target {m_draft.plan().targetProjectId, m_draft.plan().targetCluster};
    setVisible(!m_draft.isDownload() && m_draft.hasTarget());
    if (target != m_target) {
        m_target = target;
        m_snapshotId.clear();
        m_unknown = false;
        m_poll.stop();
        m_store->setScope({});
        m_status->clear();
        setPending(false);
    }
    updateWidgets();
}

void SafetySnapshot::updateWidgets()
{
    const QString why = whyNot();
    const bool open = m_snapshotId.isEmpty() && !m_sending && !m_unknown;
    m_order->setVisible(open && why.isEmpty());
    m_order->setEnabled(!m_draft.session().launcher().isBusy());
    m_days->setVisible(open && why.isEmpty());
    m_keepLabel->setVisible(open && why.isEmpty());
    m_skip->setVisible(m_pending && !m_sending);
    if (open && !why.isEmpty())
        m_status->show({}, theme::Tone::Neutral, why);
}

void SafetySnapshot::order()
{
    const Cluster *target = m_draft.inventory().cluster(m_target.projectId, m_target.name);
    if (!target || m_sending)
        return;
    m_sending = true;
    say(QStringLiteral("state-running"), theme::Tone::Info, tr("Asking for the snapshot…"));
    setPending(true);
    const SnapshotOrder order {tr("Snapback: before a restore onto %1").arg(target->name),
                               m_days->value()};
    m_draft.session().launcher().takeSnapshot(
        *target, order, m_draft.inventory(), m_draft.plan().reason, this,
        [this](const LaunchOutcome &outcome) { takeOutcome(outcome); });
}

void SafetySnapshot::takeOutcome(const LaunchOutcome &outcome)
{
    m_sending = false;
    if (outcome.kind == LaunchOutcome::Kind::Started) {
        m_snapshotId = outcome.snapshot.id;
        say(QStringLiteral("state-queued"), theme::Tone::Info,
            tr("The snapshot of %1 is being taken. The restore waits for your click.")
                .arg(m_target.name));
        if (const Cluster *target = m_draft.inventory().cluster(m_target.projectId, m_target.name))
            m_store->setScope({*target});
        m_store->refresh();
        m_poll.start();
        updateWidgets();
        return;
    }
    // Who asked for it says, too, when to go on without it.
    const bool unknown = outcome.kind == LaunchOutcome::Kind::Unknown;
    m_unknown = unknown;
    say(unknown ? QStringLiteral("state-unknown") : QStringLiteral("error"),
        unknown ? theme::Tone::Warning : theme::Tone::Danger,
        (unknown ? tr("We don't know whether the snapshot was begun: look at the snapshots of %1.")
                       .arg(m_target.name)
                 : tr("No snapshot was begun."))
            + QLatin1Char(' ') + describeFully(outcome.error));
    updateWidgets();
}

void SafetySnapshot::takeSnapshots()
{
    const Snapshot *snapshot = m_snapshotId.isEmpty() ? nullptr : m_store->byId(m_snapshotId);
    if (!snapshot)
        return;
    if (snapshot->state == SnapshotState::Completed) {
        m_poll.stop();
        say(QStringLiteral("state-done"), theme::Tone::Good,
            tr("The snapshot of %1 is complete (%2). The restore waits for your click.")
                .arg(m_target.name, formatLocalAndUtc(snapshot->taken)));
        setPending(false);
    } else if (snapshot->state == SnapshotState::Failed) {
        m_poll.stop();
        say(QStringLiteral("error"), theme::Tone::Danger,
            tr("Atlas reports that the snapshot of %1 failed.").arg(m_target.name));
        m_snapshotId.clear(); // another can be ordered
        updateWidgets();
    } else {
        say(QStringLiteral("state-running"), theme::Tone::Info,
            tr("The snapshot of %1: %2. The restore waits for your click.")
                .arg(m_target.name, snapshotStateName(snapshot->state)));
    }
}

void SafetySnapshot::setPending(bool pending)
{
    if (m_pending == pending)
        return;
    m_pending = pending;
    updateWidgets();
    emit changed();
}

void SafetySnapshot::say(const QString &icon, theme::Tone tone, const QString &text)
{
    m_status->show(icon, tone, text);
}
