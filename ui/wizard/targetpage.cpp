#include "wizard/targetpage.h"

#include "atlas/endpoints.h"
#include "atlas/errors.h"
#include "atlas/jobkind.h"
#include "widgets/banner.h"
#include "wizard/checklist.h"
#include "wizard/wizardparts.h"

#include <QAbstractItemView>
#include <QComboBox>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QScrollArea>
#include <QStandardItemModel>
#include <QVBoxLayout>

namespace {

// The data of the last entry of both boxes: what is meant is typed. No id and no name looks so.
const QString kTyped = QStringLiteral("\n");

QComboBox *makeBox(QWidget *parent, const char *objectName, const QString &name)
{
    auto *box = new QComboBox(parent);
    box->setObjectName(QLatin1String(objectName));
    box->setAccessibleName(name);
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    return box;
}

QLineEdit *makeField(QWidget *parent, const char *objectName, const QString &name)
{
    auto *field = new QLineEdit(parent);
    field->setObjectName(QLatin1String(objectName));
    field->setAccessibleName(name);
    field->setFont(theme::monospace());
    return field;
}

} // namespace

TargetPage::TargetPage(RestoreDraft &draft, QWidget *parent)
    : QWizardPage(parent), m_draft(draft), m_duplicate(new Banner(this)), m_what(makeText(this)),
      m_projects(makeBox(this, "targetProject", tr("Target project"))),
      m_projectId(makeField(this, "targetProjectId", tr("Project ID"))),
      m_projectIdLabel(makeBuddy(this, tr("Project &ID"), m_projectId)),
      m_clusters(makeBox(this, "targetCluster", tr("Target cluster"))),
      m_name(makeField(this, "targetName", tr("Name of the target"))),
      m_nameLabel(makeBuddy(this, tr("Name of the &target"), m_name)),
      m_listing(new ToneLine(this)), m_problem(new ToneLine(this))
{
    setObjectName(QStringLiteral("targetPage"));
    m_duplicate->setObjectName(QStringLiteral("duplicate"));
    setTitle(tr("Where to restore it"));
    m_projects->setPlaceholderText(tr("Choose a project…"));
    m_clusters->setPlaceholderText(tr("Choose a cluster…"));

    auto *facts = new FactGrid(this);
    m_tier = facts->addRow(tr("Tier"));
    m_version = facts->addRow(tr("MongoDB version"));
    m_state = facts->addRow(tr("State"));
    m_environment = new ToneLine(this);
    m_facts = facts;
    m_checks = new CheckList;

    auto *grid = new QGridLayout;
    grid->setHorizontalSpacing(2 * theme::kGrid);
    grid->setVerticalSpacing(theme::kGrid);
    grid->setColumnStretch(1, 1);
    grid->addWidget(makeBuddy(this, tr("Target &project"), m_projects), 0, 0);
    grid->addWidget(m_projects, 0, 1);
    grid->addWidget(m_projectIdLabel, 1, 0);
    grid->addWidget(m_projectId, 1, 1);
    grid->addWidget(makeBuddy(this, tr("Target &cluster"), m_clusters), 2, 0);
    grid->addWidget(m_clusters, 2, 1);
    grid->addWidget(m_nameLabel, 3, 0);
    grid->addWidget(m_name, 3, 1);

    auto *scroll = new QScrollArea(this);
    scroll->setObjectName(QStringLiteral("targetChecks"));
    scroll->setAccessibleName(tr("Rules about the target"));
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    auto *content = new QWidget;
    auto *rows = new QVBoxLayout(content);
    rows->setContentsMargins(0, 0, theme::kGrid, 0);
    rows->setSpacing(2 * theme::kGrid);
    rows->addWidget(m_environment);
    rows->addWidget(m_facts);
    rows->addWidget(m_checks);
    rows->addStretch();
    scroll->setWidget(content);

    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(theme::kGrid);
    layout->addWidget(m_duplicate);
    layout->addWidget(m_what);
    layout->addLayout(grid);
    layout->addWidget(m_listing);
    layout->addWidget(m_problem);
    layout->addWidget(scroll, 1);
    setFocusProxy(m_projects);

    connect(m_projects, &QComboBox::currentIndexChanged, this, [this] {
        if (m_filling)
            return;
        // A cluster of the same name in the other project is not what was chosen.
        m_filling = true;
        m_clusters->setCurrentIndex(-1);
        m_filling = false;
        fillClusters();
        takeFields();
    });
    connect(m_clusters, &QComboBox::currentIndexChanged, this, &TargetPage::takeFields);
    connect(m_projectId, &QLineEdit::textChanged, this, &TargetPage::takeFields);
    connect(m_name, &QLineEdit::textChanged, this, &TargetPage::takeFields);
    connect(&draft.session().inventory(), &Store::changed, this, &TargetPage::takeInventory);
    connect(&draft.session().inventory(), &Store::statusChanged, this, &TargetPage::takeInventory);
    connect(&draft, &RestoreDraft::changed, this, &TargetPage::takeDraft);
}

bool TargetPage::isComplete() const
{
    return m_draft.hasTarget() && !m_draft.isBlocked(Check::Page::Target);
}

void TargetPage::initializePage()
{
    const bool whole = m_draft.plan().action == PlanAction::Restore;
    m_what->setText(whole ? tr("All data on the target is deleted before the snapshot is written "
                               "to it.")
                          : tr("The chosen databases and collections are written into the target; "
                               "its other data stays."));
    // What runs onto the target may have changed since the page was last seen.
    m_draft.refreshFacts();
    if (!m_draft.hasTarget()) {
        if (const auto target = m_draft.rememberedTarget())
            m_draft.setTarget(*target);
    }
    showTarget();
}

// What came while another page was shown.
void TargetPage::showEvent(QShowEvent *event)
{
    QWizardPage::showEvent(event);
    takeInventory();
}

void TargetPage::fillProjects()
{
    const QString kept = m_projects->currentData().toString();
    m_projects->clear();
    QList<Project> projects = m_draft.inventory().projects;
    std::sort(projects.begin(), projects.end(), [](const Project &a, const Project &b) {
        return QString::localeAwareCompare(a.name, b.name) < 0;
    });
    for (const Project &project : std::as_const(projects))
        m_projects->addItem(project.name.isEmpty() ? project.id : project.name, project.id);
    m_projects->addItem(tr("Another project, by its ID…"), kTyped);
    m_projects->setCurrentIndex(kept.isEmpty() ? -1 : m_projects->findData(kept));
}

void TargetPage::fillClusters()
{
    const bool nested = std::exchange(m_filling, true);
    const QString kept = m_clusters->currentData().toString();
    m_clusters->clear();
    const QString project = m_projects->currentData().toString();
    const InventoryStore &store = m_draft.session().inventory();
    m_listing->clear();
    if (project != kTyped && !project.isEmpty()) {
        QList<Cluster> clusters = m_draft.inventory().clustersOf(project);
        std::sort(clusters.begin(), clusters.end(),
                  [](const Cluster &a, const Cluster &b) { return a.name < b.name; });
        for (const Cluster &cluster : std::as_const(clusters))
            addCluster(cluster);
        if (store.isPending(project))
            m_listing->show(QStringLiteral("state-running"), theme::Tone::Info,
                            tr("The clusters of this project are being read."));
        const QString name = m_draft.inventory().projectName(project);
        for (const Trouble &trouble : store.troubles()) {
            if (trouble.what == name)
                m_listing->show(QStringLiteral("warning"), theme::Tone::Warning,
                                tr("The clusters of this project can't be listed in full; type the "
                                   "name if it is missing. %1")
                                    .arg(describe(trouble.error).sentence));
        }
    }
    m_clusters->addItem(tr("Another cluster, by its name…"), kTyped);
    const int index = kept.isEmpty() ? -1 : m_clusters->findData(kept);
    m_clusters->setCurrentIndex(project == kTyped ? m_clusters->count() - 1 : index);
    m_filling = nested;
}

void TargetPage::addCluster(const Cluster &cluster)
{
    if (cluster.deleted)
        return;
    const RestorePlan &plan = m_draft.plan();
    const bool can = !plan.kind || plan.kind->canTarget(cluster);
    QString text = cluster.name + QStringLiteral(" — ") + clusterFacts(cluster);
    if (!can)
        text = tr("%1 (no target for a %2 restore)").arg(text, plan.kind->title());
    else if (refOf(cluster) == ClusterRef {plan.snapshot.projectId, plan.snapshot.cluster})
        text = tr("%1 (the source itself)").arg(text);
    m_clusters->addItem(text, cluster.name);
    auto *items = qobject_cast<QStandardItemModel *>(m_clusters->model());
    if (items && !can)
        items->item(m_clusters->count() - 1)->setEnabled(false);
}

void TargetPage::showTarget()
{
    m_filling = true;
    const ClusterRef target {m_draft.plan().targetProjectId, m_draft.plan().targetCluster};
    fillProjects();
    int index = target.projectId.isEmpty() ? -1 : m_projects->findData(target.projectId);
    if (index < 0 && (!target.projectId.isEmpty() || m_projects->count() == 1)) {
        index = m_projects->count() - 1;
        m_projectId->setText(target.projectId);
    }
    m_projects->setCurrentIndex(index);
    fillClusters();
    if (target.name.isEmpty()) {
        if (m_projects->currentData().toString() != kTyped)
            m_clusters->setCurrentIndex(-1);
    } else {
        index = m_clusters->findData(target.name);
        if (index < 0) {
            index = m_clusters->count() - 1;
            m_name->setText(target.name);
        }
        m_clusters->setCurrentIndex(index);
    }
    m_filling = false;
    takeFields();
}

void TargetPage::takeFields()
{
    if (m_filling)
        return;
    const bool typedProject = m_projects->currentData().toString() == kTyped;
    m_projectId->setVisible(typedProject);
    m_projectIdLabel->setVisible(typedProject);
    const bool typedName = m_clusters->currentData().toString() == kTyped;
    m_name->setVisible(typedName);
    m_nameLabel->setVisible(typedName);

    QString problem;
    if (typedProject && !projectId().isEmpty() && !isObjectId(projectId()))
        problem = tr("A project ID has 24 digits, 0 to 9 and a to f.");
    else if (typedName && !clusterName().isEmpty() && !isRestoreTargetName(clusterName()))
        problem = tr("A cluster name has 1 to 64 letters, digits and -_.(),:&@+'");
    m_problem->show(QStringLiteral("error"), theme::Tone::Danger, problem);

    const bool good = isObjectId(projectId()) && isRestoreTargetName(clusterName());
    m_draft.setTarget(good ? ClusterRef {projectId(), clusterName()} : ClusterRef {});
    takeDraft();
}

void TargetPage::takeInventory()
{
    if (m_filling || !isVisible() || m_projects->view()->isVisible()
        || m_clusters->view()->isVisible())
        return;
    m_filling = true;
    fillProjects();
    fillClusters();
    m_filling = false;
    takeFields();
}

void TargetPage::takeDraft()
{
    showFacts();
    showDuplicate();
    m_checks->setChecks(m_draft.hasTarget() ? m_draft.checks(Check::Page::Target) : QList<Check>());
    if (std::exchange(m_complete, isComplete()) != m_complete)
        emit completeChanged();
}

void TargetPage::showFacts()
{
    const RestorePlan &plan = m_draft.plan();
    const Cluster *target = m_draft.hasTarget()
        ? m_draft.inventory().cluster(plan.targetProjectId, plan.targetCluster)
        : nullptr;
    m_facts->setVisible(target != nullptr);
    if (target) {
        m_tier->setText(target->tier);
        m_version->setText(target->version);
        m_state->setText(target->paused ? tr("%1, paused").arg(target->stateName)
                                        : target->stateName);
    }
    const EnvironmentMark mark = m_draft.markOf({plan.targetProjectId, plan.targetCluster});
    const QString environment = environmentName(mark);
    m_environment->show(QStringLiteral("info"), theme::environmentTone(mark),
                        environment.isEmpty() || !m_draft.hasTarget()
                            ? QString()
                            : tr("%1: you marked %2 so.").arg(environment, plan.targetCluster));
}

// Said before the review: the person may only want to look at the one that runs.
void TargetPage::showDuplicate()
{
    const QList<Check> checks = m_draft.hasTarget() ? m_draft.checks() : QList<Check>();
    for (const Check &check : checks) {
        const bool runs =
            check.verdict == Check::Verdict::Warns || check.verdict == Check::Verdict::Blocks;
        if (qstrcmp(check.id, "duplicate") != 0 || !runs)
            continue;
        if (m_duplicate->text() != check.fact)
            m_duplicate->showText(theme::Tone::Warning, check.fact);
        return;
    }
    m_duplicate->clear();
}

QString TargetPage::projectId() const
{
    const QString chosen = m_projects->currentData().toString();
    return chosen == kTyped ? m_projectId->text().trimmed() : chosen;
}

QString TargetPage::clusterName() const
{
    const QString chosen = m_clusters->currentData().toString();
    return chosen == kTyped ? m_name->text().trimmed() : chosen;
}
