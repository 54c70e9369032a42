#include "wizard/sourcepage.h"

#include "atlas/jobkind.h"
#include "widgets/banner.h"
#include "wizard/actionchoice.h"
#include "wizard/actions.h"
#include "wizard/checklist.h"
#include "wizard/pointpicker.h"
#include "wizard/retirement.h"
#include "wizard/snapshotpicker.h"
#include "wizard/wizardparts.h"

#include <QAbstractItemView>
#include <QComboBox>
#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QStandardItemModel>
#include <QVBoxLayout>

SourcePage::SourcePage(RestoreDraft &draft, QSettings &settings, QWidget *parent)
    : QWizardPage(parent), m_draft(draft), m_banner(new Banner(this)),
      m_actions(new ActionChoice(this)), m_clusters(new QComboBox(this)),
      m_points(new PointPicker(draft, settings, this)), m_picker(&m_points->snapshots()),
      m_checks(new CheckList(this))
{
    setObjectName(QStringLiteral("sourcePage"));
    setTitle(tr("What to do, and with which data"));
    m_clusters->setObjectName(QStringLiteral("sourceCluster"));
    m_clusters->setAccessibleName(tr("Source cluster"));
    m_clusters->setPlaceholderText(tr("Choose a cluster…"));
    m_clusters->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);

    auto *grid = new QGridLayout;
    grid->setHorizontalSpacing(2 * theme::kGrid);
    grid->setVerticalSpacing(theme::kGrid);
    grid->setColumnStretch(1, 1);
    QLabel *what = makeBuddy(this, tr("&What to do"), m_actions);
    what->setContentsMargins(0, theme::kGrid / 2, 0, 0);
    grid->addWidget(what, 0, 0, Qt::AlignTop);
    grid->addWidget(m_actions, 0, 1);
    grid->addWidget(makeBuddy(this, tr("Source &cluster"), m_clusters), 1, 0);
    grid->addWidget(m_clusters, 1, 1);

    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(theme::kGrid);
    layout->addWidget(m_banner);
    layout->addLayout(grid);
    layout->addWidget(m_points, 1);
    layout->addWidget(m_checks);
    // A list takes the room there is; of a few fields the rules stand right below.
    auto *rest = new QSpacerItem(0, 0, QSizePolicy::Minimum, QSizePolicy::Expanding);
    layout->addItem(rest);
    connect(m_points, &PointPicker::roomChanged, this, [this, layout](bool list) {
        layout->setStretchFactor(m_points, list ? 1 : 0);
        layout->setStretch(layout->count() - 1, list ? 0 : 1);
    });
    setFocusProxy(m_clusters);

    connect(m_actions, &ActionChoice::chosen, this, &SourcePage::chooseAction);
    connect(m_clusters, &QComboBox::currentIndexChanged, this, &SourcePage::chooseCluster);
    connect(m_picker, &SnapshotPicker::picked, this, &SourcePage::takeSnapshot);
    connect(m_picker, &SnapshotPicker::notFound, this, &SourcePage::takeNotFound);
    connect(m_picker, &SnapshotPicker::statusChanged, this, &SourcePage::takeTrouble);
    connect(&draft, &RestoreDraft::changed, this, &SourcePage::takeDraft);
    connect(&draft.session().inventory(), &Store::changed, this, &SourcePage::fillClusters);
    fillClusters();
}

bool SourcePage::isComplete() const
{
    return m_draft.isPointChosen() && !m_draft.isBlocked(Check::Page::Source);
}

void SourcePage::restoreAgain(const RestoreJob &job)
{
    m_again = job;
    if (!m_draft.source()) {
        m_banner->showText(theme::Tone::Warning,
                           tr("The source of that restore, %1, is not among the clusters this "
                              "login sees. Choose another source.")
                               .arg(job.sourceCluster));
        return;
    }
    m_banner->showText(theme::Tone::Info, tr("Looking for the snapshot of that restore."));
    m_points->showSource();
    m_picker->seek(job.snapshotId);
}

void SourcePage::explain(const QString &text)
{
    m_banner->showText(theme::Tone::Info, text);
}

void SourcePage::fillClusters()
{
    if (m_clusters->view()->isVisible())
        return;
    m_filling = true;
    m_clusters->clear();
    const Inventory &inventory = m_draft.inventory();
    QList<Cluster> clusters = inventory.clusters;
    clusters.removeIf([](const Cluster &cluster) { return backupKindsOf(cluster).isEmpty(); });
    const auto place = [&inventory](const Cluster &cluster) {
        return std::pair(inventory.projectName(cluster.projectId).toCaseFolded(), cluster.name);
    };
    std::stable_sort(clusters.begin(), clusters.end(),
                     [&](const Cluster &a, const Cluster &b) { return place(a) < place(b); });
    auto *items = qobject_cast<QStandardItemModel *>(m_clusters->model());
    for (const Cluster &cluster : std::as_const(clusters)) {
        QString text =
            tr("%1 — %2, project %3")
                .arg(cluster.name, cluster.tier, inventory.projectName(cluster.projectId));
        const bool hidden = hasLivingNamesake(cluster, inventory);
        if (hidden)
            text = tr("%1 (deleted; the living cluster has the same name)").arg(text);
        else if (cluster.deleted)
            text = tr("%1 (deleted, backups kept)").arg(text);
        const bool can = canDo(cluster, m_draft.plan().action);
        if (!can)
            text = tr("%1 (not from its backups)").arg(text);
        // Their place is the same: the deleted one must not be found by it.
        m_clusters->addItem(text,
                            hidden ? QVariant() : QStringList {cluster.projectId, cluster.name});
        if (items && (!can || hidden))
            items->item(m_clusters->count() - 1)->setEnabled(false);
    }
    m_filling = false;
    showCluster();
    // The source may have become one of another kind.
    takeTrouble();
}

void SourcePage::showCluster()
{
    const auto &source = m_draft.source();
    const bool nested = std::exchange(m_filling, true);
    m_clusters->setCurrentIndex(
        source ? m_clusters->findData(QStringList {source->projectId, source->name}) : -1);
    m_filling = nested;
}

void SourcePage::chooseCluster(int index)
{
    const QStringList ref = m_clusters->itemData(index).toStringList();
    if (m_filling || ref.size() != 2)
        return;
    const Cluster *cluster = m_draft.inventory().cluster(ref.at(0), ref.at(1));
    if (!cluster)
        return;
    m_banner->clear();
    m_again = {};
    m_askedAnew = false;
    m_draft.setSource(*cluster);
    showSource();
}

void SourcePage::chooseAction(PlanAction action)
{
    m_banner->clear();
    m_again = {};
    m_draft.setAction(action);
    fillClusters();
    showSource();
}

void SourcePage::showSource()
{
    m_points->showSource();
    takeDraft();
}

void SourcePage::showSourceAnew()
{
    const auto &source = m_draft.source();
    const Cluster *now =
        source ? m_draft.inventory().cluster(source->projectId, source->name) : nullptr;
    if (!now)
        return;
    m_draft.setSource(*now);
    m_draft.clearPoint();
    m_askedAnew = false;
    fillClusters();
    showSource();
}

void SourcePage::takeSnapshot(const Snapshot &snapshot)
{
    const bool again = !m_again.id.isEmpty() && snapshot.id == m_again.snapshotId;
    m_draft.setSnapshot(snapshot);
    if (!again)
        return;
    if (!m_draft.isDownload())
        m_draft.setTarget({m_again.targetProjectId, m_again.targetCluster});
    m_again = {};
    m_banner->clear();
    emit foundAgain();
}

void SourcePage::takeNotFound()
{
    m_draft.clearPoint();
    const QString why = m_again.id.isEmpty()
        ? tr("The chosen snapshot is no longer there. Choose another one.")
        : tr("The snapshot of that restore is no longer there. Choose another one.");
    if (m_again.kind && m_draft.source() && kindOf(*m_draft.source()) != m_again.kind)
        m_banner->showText(theme::Tone::Warning,
                           why + QLatin1Char(' ') + successorText(*m_draft.source()));
    else
        m_banner->showText(theme::Tone::Warning, why);
    m_again = {};
}

void SourcePage::takeTrouble()
{
    const Error *error = m_picker->trouble();
    const auto &source = m_draft.source();
    if (!error || !source || !mayBeRetired(*error, kindOf(*source)))
        return;
    const QString why = retirementText(*error, kindOf(*source));
    m_banner->showText(theme::Tone::Warning, why);
    offerSuccessor(why);
}

void SourcePage::offerSuccessor(const QString &why)
{
    const Cluster &source = *m_draft.source();
    const Cluster *successor = successorOf(refOf(source), kindOf(source), m_draft.inventory());
    if (successor) {
        m_banner->showText(theme::Tone::Warning,
                           why + QLatin1Char(' ') + successorText(*successor));
        QPushButton *button =
            m_banner->addButton(tr("Show %1 snapshots").arg(kindOf(*successor)->title()));
        button->setObjectName(QStringLiteral("showSuccessor"));
        connect(button, &QPushButton::clicked, this, [this] {
            m_banner->clear();
            showSourceAnew();
        });
    } else if (!m_askedAnew) {
        m_askedAnew = true;
        m_draft.session().inventory().refresh();
    }
}

void SourcePage::takeDraft()
{
    const auto &source = m_draft.source();
    showCluster();
    for (const PlanAction action :
         {PlanAction::Restore, PlanAction::Collections, PlanAction::Download})
        m_actions->setObstacle(action, source ? whyNot(*source, action) : QString());
    m_actions->setAction(m_draft.plan().action);
    QList<Check> problems;
    if (m_draft.isPointChosen())
        problems = m_draft.checks(Check::Page::Source);
    problems.removeIf([](const Check &check) { return check.verdict == Check::Verdict::Holds; });
    m_checks->setChecks(problems);
    if (std::exchange(m_complete, isComplete()) != m_complete)
        emit completeChanged();
}
