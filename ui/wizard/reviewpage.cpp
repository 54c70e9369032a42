#include "wizard/reviewpage.h"

#include "atlas/errors.h"
#include "atlas/jobkind.h"
#include "base/format.h"
#include "widgets/banner.h"
#include "wizard/checklist.h"
#include "wizard/retirement.h"
#include "wizard/wizardparts.h"

#include <QCheckBox>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>

using namespace std::chrono_literals;

ReviewPage::ReviewPage(RestoreDraft &draft, QWidget *parent)
    : QWizardPage(parent), m_draft(draft), m_banner(new Banner(this)),
      m_consequence(new Banner(this)), m_checks(new CheckList), m_fields(new QWidget(this)),
      m_traffic(new QCheckBox(tr("Client &traffic to the target is stopped"))),
      m_reason(new QLineEdit), m_name(new QLineEdit), m_wanted(new QLabel),
      m_waiting(new ToneLine(this))
{
    setObjectName(QStringLiteral("reviewPage"));
    setTitle(tr("Review"));
    setCommitPage(true);
    QFont prominent = font();
    prominent.setBold(true);
    m_consequence->setObjectName(QStringLiteral("consequence"));
    m_consequence->setFont(prominent);

    auto *content = new QWidget;
    auto *rows = new QVBoxLayout(content);
    rows->setContentsMargins(theme::kGrid, theme::kGrid, theme::kGrid, theme::kGrid);
    rows->setSpacing(2 * theme::kGrid);
    rows->addWidget(makeFacts());
    rows->addWidget(m_checks);
    rows->addStretch();
    auto *scroll = new QScrollArea(this);
    scroll->setObjectName(QStringLiteral("reviewChecks"));
    scroll->setAccessibleName(tr("Rules of this restore"));
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::StrongFocus);
    scroll->setWidget(content);

    m_traffic->setObjectName(QStringLiteral("trafficStopped"));
    m_reason->setObjectName(QStringLiteral("reason"));
    m_reason->setAccessibleName(tr("Reason or ticket"));
    m_reason->setMaxLength(500);
    m_name->setObjectName(QStringLiteral("typedName"));
    m_name->setAccessibleName(tr("Type the target's name"));
    m_name->setFont(theme::monospace());
    m_wanted->setFont(theme::monospace());
    m_wanted->setTextFormat(Qt::PlainText);
    m_wanted->setWordWrap(true);
    auto *grid = new QGridLayout(m_fields);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(2 * theme::kGrid);
    grid->setVerticalSpacing(theme::kGrid);
    grid->setColumnStretch(1, 2);
    grid->setColumnStretch(2, 1);
    grid->addWidget(m_traffic, 0, 0, 1, 3);
    grid->addWidget(makeBuddy(m_fields, tr("&Reason or ticket"), m_reason), 1, 0);
    grid->addWidget(m_reason, 1, 1, 1, 2);
    grid->addWidget(makeBuddy(m_fields, tr("Type the target's &name"), m_name), 2, 0);
    grid->addWidget(m_name, 2, 1);
    grid->addWidget(m_wanted, 2, 2);

    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(theme::kGrid);
    layout->addWidget(m_banner);
    layout->addWidget(m_consequence);
    layout->addWidget(scroll, 1);
    layout->addWidget(m_fields);
    layout->addWidget(m_waiting);
    setFocusProxy(m_traffic);
    setTabOrder(scroll, m_traffic);
    setTabOrder(m_traffic, m_reason);
    setTabOrder(m_reason, m_name);

    m_tick.setInterval(30s);
    connect(&m_tick, &QTimer::timeout, this, &ReviewPage::refresh);
    connect(m_traffic, &QCheckBox::toggled, &draft, &RestoreDraft::setTrafficStopped);
    connect(m_reason, &QLineEdit::textChanged, &draft, &RestoreDraft::setReason);
    connect(m_name, &QLineEdit::textChanged, this, &ReviewPage::updateWaiting);
    connect(&draft, &RestoreDraft::changed, this, &ReviewPage::refresh);
    connect(&draft.session().launcher(), &Launcher::busyChanged, this, &ReviewPage::updateWaiting);
    connect(&draft.session().inventory(), &Store::changed, this, &ReviewPage::takeInventory);
}

QWidget *ReviewPage::makeFacts()
{
    auto *facts = new FactGrid;
    m_source = facts->addRow(tr("Source"));
    m_taken = facts->addRow(tr("Snapshot taken"));
    m_snapshot = facts->addRow(tr("Snapshot ID"), true);
    m_target = facts->addRow(tr("Target"));
    m_targetProject = facts->addRow(tr("Target project ID"), true);
    return facts;
}

bool ReviewPage::isComplete() const
{
    return !m_launching && !m_draft.session().launcher().isBusy() && missing().isEmpty();
}

void ReviewPage::initializePage()
{
    m_banner->clear();
    m_retired.reset();
    m_passing = false;
    m_name->clear();
    const QString target = m_draft.plan().targetCluster;
    setButtonText(QWizard::CommitButton, tr("Restore onto %1").arg(escapeMnemonic(target)));
    refresh();
}

bool ReviewPage::validatePage()
{
    if (std::exchange(m_passing, false))
        return true;
    if (!isComplete())
        return false;
    m_banner->clear();
    m_retired.reset();
    setLaunching(true);
    m_draft.session().launcher().launch(m_draft.plan(), m_draft.inventory(), this,
                                        [this](const LaunchOutcome &outcome) {
                                            setLaunching(false);
                                            emit launched(outcome);
                                        });
    return false;
}

void ReviewPage::showFailure(const Error &error)
{
    const RestorePlan &plan = m_draft.plan();
    if (mayBeRetired(error, plan.kind)) {
        m_retired = error;
        showRetired(error);
        m_draft.session().inventory().refresh();
    } else {
        m_banner->showText(theme::Tone::Danger,
                           tr("The restore was not started; no data was touched.")
                               + QLatin1Char(' ') + describeFully(error));
    }
    m_name->clear();
    m_name->setFocus(Qt::OtherFocusReason);
}

void ReviewPage::askAnew(const QString &text)
{
    m_banner->showText(theme::Tone::Warning, text);
    m_name->clear();
    refresh();
}

void ReviewPage::showRetired(const Error &error)
{
    const RestorePlan &plan = m_draft.plan();
    const ClusterRef source {plan.snapshot.projectId, plan.snapshot.cluster};
    const Cluster *successor = successorOf(source, plan.kind, m_draft.inventory());
    QString text = tr("The restore was not started; no data was touched.") + QLatin1Char(' ')
        + retirementText(error, plan.kind);
    if (successor)
        text += QLatin1Char(' ') + successorText(*successor);
    m_banner->showText(theme::Tone::Warning, text);
    if (!successor)
        return;
    QPushButton *button =
        m_banner->addButton(tr("Choose a %1 snapshot").arg(kindOf(*successor)->title()));
    button->setObjectName(QStringLiteral("chooseSuccessor"));
    connect(button, &QPushButton::clicked, this, &ReviewPage::successorWanted);
}

void ReviewPage::takeInventory()
{
    if (m_retired && isVisible())
        showRetired(*m_retired);
}

void ReviewPage::refresh()
{
    const RestorePlan &plan = m_draft.plan();
    if (!m_draft.hasSnapshot() || !m_draft.hasTarget())
        return;
    const QString words = consequence(plan, m_draft.inventory(), m_draft.session().serverNow());
    if (words != m_consequence->text())
        m_consequence->showText(theme::Tone::Danger, words);
    m_checks->setChecks(m_draft.checks());
    m_traffic->setChecked(plan.trafficStopped);
    m_wanted->setText(plan.targetCluster);
    showFacts();
    updateWaiting();
}

void ReviewPage::showFacts()
{
    const RestorePlan &plan = m_draft.plan();
    const Inventory &inventory = m_draft.inventory();
    const auto place = [&](const QString &projectId, const QString &name) {
        const Cluster *cluster = inventory.cluster(projectId, name);
        const QString text = tr("%1, project %2").arg(name, inventory.projectName(projectId));
        return cluster ? tr("%1 (%2)").arg(text, clusterFacts(*cluster)) : text;
    };
    m_source->setText(place(plan.snapshot.projectId, plan.snapshot.cluster));
    m_snapshot->setText(plan.snapshot.id);
    m_taken->setText(
        tr("%1, %2").arg(formatLocalAndUtc(plan.snapshot.taken),
                         formatAge(plan.snapshot.taken, m_draft.session().serverNow())));
    m_target->setText(place(plan.targetProjectId, plan.targetCluster));
    m_targetProject->setText(plan.targetProjectId);
}

QString ReviewPage::missing() const
{
    const RestorePlan &plan = m_draft.plan();
    const QList<Check> checks = m_draft.checks();
    const bool blocked = std::any_of(checks.cbegin(), checks.cend(), [](const Check &check) {
        return check.verdict == Check::Verdict::Blocks;
    });
    if (blocked)
        return tr("A rule of this restore is broken: see the row marked Blocks.");
    if (!mayStart(checks, plan))
        return tr("Stop the client traffic to the target, then tick the box.");
    if (m_name->text() != plan.targetCluster)
        return m_name->text().isEmpty() ? tr("Type the target's name to confirm.")
                                        : tr("The typed name is not the target's name.");
    return {};
}

void ReviewPage::updateWaiting()
{
    if (m_launching) {
        m_waiting->show(QStringLiteral("state-running"), theme::Tone::Info,
                        tr("Starting… Waiting for Atlas's answer; this window stays open until "
                           "it is known."));
    } else if (m_draft.session().launcher().isBusy()) {
        m_waiting->show(QStringLiteral("state-running"), theme::Tone::Info,
                        tr("Another restore is being started."));
    } else {
        m_waiting->show(QStringLiteral("info"), theme::Tone::Neutral, missing());
    }
    // QWizard hides and shows the whole page at each of these.
    if (std::exchange(m_complete, isComplete()) != m_complete)
        emit completeChanged();
}

void ReviewPage::setLaunching(bool launching)
{
    m_launching = launching;
    m_fields->setEnabled(!launching);
    const QString target = escapeMnemonic(m_draft.plan().targetCluster);
    setButtonText(QWizard::CommitButton,
                  launching ? tr("Starting…") : tr("Restore onto %1").arg(target));
    updateWaiting();
}

void ReviewPage::showEvent(QShowEvent *event)
{
    QWizardPage::showEvent(event);
    m_tick.start();
}

void ReviewPage::hideEvent(QHideEvent *event)
{
    QWizardPage::hideEvent(event);
    m_tick.stop();
}
