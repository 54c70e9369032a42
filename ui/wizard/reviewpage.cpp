#include "wizard/reviewpage.h"

#include "atlas/errors.h"
#include "atlas/jobkind.h"
#include "widgets/banner.h"
#include "wizard/checklist.h"
#include "wizard/dryrunbar.h"
#include "wizard/retirement.h"
#include "wizard/reviewfacts.h"
#include "wizard/safetysnapshot.h"
#include "wizard/wizardparts.h"

#include <QApplication>
#include <QCheckBox>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QSpinBox>
#include <QVBoxLayout>
#include <algorithm>

using namespace std::chrono_literals;

namespace {

constexpr int kMostHours = 24 * 30;
constexpr int kMostTimes = 1000;

QSpinBox *makeNumber(const char *name, const QString &words, int most)
{
    auto *box = new QSpinBox;
    box->setObjectName(QLatin1String(name));
    box->setAccessibleName(words);
    box->setRange(1, most);
    return box;
}

// Red is for destruction alone.
theme::Tone consequenceTone(const RestorePlan &plan)
{
    if (!isDestructive(plan))
        return theme::Tone::Info;
    return needsTrafficStopped(plan) ? theme::Tone::Danger : theme::Tone::Warning;
}

bool hasCheck(const QList<Check> &checks, const char *id)
{
    return std::any_of(checks.cbegin(), checks.cend(),
                       [id](const Check &check) { return qstrcmp(check.id, id) == 0; });
}

} // namespace

ReviewPage::ReviewPage(RestoreDraft &draft, QWidget *parent)
    : QWizardPage(parent), m_draft(draft), m_banner(new Banner(this)),
      m_duplicate(new Banner(this)), m_consequence(new Banner(this)), m_facts(new ReviewFacts),
      m_checks(new CheckList), m_fields(new QWidget(this)),
      m_safety(new SafetySnapshot(draft, this)),
      m_traffic(new QCheckBox(tr("Client &traffic to the target is stopped"))),
      m_terms(new QWidget), m_reason(new QLineEdit), m_name(new QLineEdit), m_wanted(new QLabel),
      m_dryRun(new DryRunBar(draft, this)), m_waiting(new ToneLine(this))
{
    setObjectName(QStringLiteral("reviewPage"));
    setTitle(tr("Review"));
    setCommitPage(true);
    QFont prominent = font();
    prominent.setBold(true);
    m_duplicate->setObjectName(QStringLiteral("reviewDuplicate"));
    m_consequence->setObjectName(QStringLiteral("consequence"));
    m_consequence->setFont(prominent);
    QWidget *rules = makeRules();
    makeFields();

    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(theme::kGrid);
    layout->addWidget(m_banner);
    layout->addWidget(m_duplicate);
    layout->addWidget(m_consequence);
    layout->addWidget(rules, 1);
    layout->addWidget(m_dryRun);
    layout->addWidget(m_safety);
    layout->addWidget(m_fields);
    layout->addWidget(m_waiting);
    setTabOrder(rules, m_dryRun);
    setTabOrder(m_dryRun, m_safety);
    setTabOrder(m_safety, m_traffic);
    setTabOrder(m_traffic, m_hours);
    setTabOrder(m_hours, m_times);
    setTabOrder(m_times, m_reason);
    setTabOrder(m_reason, m_name);

    m_tick.setInterval(30s);
    connect(&m_tick, &QTimer::timeout, this, [this] {
        m_draft.refreshClusters(); // paused, upgraded, made anew: a review may stay open for long
        refresh();
    });
    m_justShown.setSingleShot(true);
    connect(&m_justShown, &QTimer::timeout, this, &ReviewPage::updateWaiting);
    connect(m_traffic, &QCheckBox::toggled, &draft, &RestoreDraft::setTrafficStopped);
    connect(m_hours, &QSpinBox::valueChanged, this, &ReviewPage::takeTerms);
    connect(m_times, &QSpinBox::valueChanged, this, &ReviewPage::takeTerms);
    connect(m_reason, &QLineEdit::textChanged, &draft, &RestoreDraft::setReason);
    connect(m_name, &QLineEdit::textChanged, this, &ReviewPage::updateWaiting);
    connect(m_safety, &SafetySnapshot::changed, this, &ReviewPage::updateWaiting);
    connect(&draft, &RestoreDraft::changed, this, &ReviewPage::refresh);
    connect(&draft.session().launcher(), &Launcher::busyChanged, this, &ReviewPage::updateWaiting);
    connect(&draft.session().inventory(), &Store::changed, this, &ReviewPage::takeInventory);
}

QWidget *ReviewPage::makeRules()
{
    auto *content = new QWidget;
    auto *rows = new QVBoxLayout(content);
    rows->setContentsMargins(theme::kGrid, theme::kGrid, theme::kGrid, theme::kGrid);
    rows->setSpacing(2 * theme::kGrid);
    rows->addWidget(m_facts);
    rows->addWidget(m_checks);
    rows->addStretch();
    auto *scroll = new QScrollArea(this);
    scroll->setObjectName(QStringLiteral("reviewChecks"));
    scroll->setAccessibleName(tr("Rules of this restore"));
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::StrongFocus);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setMinimumHeight(15 * theme::kGrid);
    scroll->setWidget(content);
    return scroll;
}

void ReviewPage::makeFields()
{
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
    m_nameLabel = makeBuddy(m_fields, tr("Type the target's &name"), m_name);
    auto *grid = new QGridLayout(m_fields);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(2 * theme::kGrid);
    grid->setVerticalSpacing(theme::kGrid);
    grid->setColumnStretch(1, 2);
    grid->setColumnStretch(2, 1);
    grid->addWidget(m_traffic, 0, 0, 1, 3);
    makeTerms(grid);
    grid->addWidget(makeBuddy(m_fields, tr("&Reason or ticket"), m_reason), 2, 0);
    grid->addWidget(m_reason, 2, 1, 1, 2);
    grid->addWidget(m_nameLabel, 3, 0);
    grid->addWidget(m_name, 3, 1);
    grid->addWidget(m_wanted, 3, 2);
}

void ReviewPage::makeTerms(QGridLayout *grid)
{
    m_hours = makeNumber("expirationHours", tr("Hours that the link lives"), kMostHours);
    m_times = makeNumber("maxDownloads", tr("How often the link works"), kMostTimes);
    auto *row = new QHBoxLayout(m_terms);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(theme::kGrid);
    row->addWidget(makeBuddy(m_terms, tr("The link lives (&hours)"), m_hours));
    row->addWidget(m_hours);
    row->addSpacing(2 * theme::kGrid);
    row->addWidget(makeBuddy(m_terms, tr("and &works (times)"), m_times));
    row->addWidget(m_times);
    row->addStretch();
    grid->addWidget(m_terms, 1, 0, 1, 3);
}

bool ReviewPage::isComplete() const
{
    return !m_launching && !m_justShown.isActive() && !m_draft.session().launcher().isBusy()
        && missing().isEmpty();
}

QString ReviewPage::commitText() const
{
    const QString target = escapeMnemonic(m_draft.plan().targetCluster);
    switch (m_draft.plan().action) {
    case PlanAction::Restore:
        break;
    case PlanAction::Collections:
        return tr("Restore collections onto %1").arg(target);
    case PlanAction::Download:
        return tr("Make the download");
    }
    return tr("Restore onto %1").arg(target);
}

void ReviewPage::initializePage()
{
    m_banner->clear();
    m_retired.reset();
    m_passing = false;
    if (m_draft.isDownload()) // what asks for a typed name needs no more
        m_justShown.start(QApplication::doubleClickInterval());
    m_name->clear();
    m_hours->setValue(m_draft.plan().terms.expirationHours);
    m_times->setValue(m_draft.plan().terms.maxDownloads);
    setButtonText(QWizard::CommitButton, commitText());
    // What runs onto the target may have changed since the page before.
    m_draft.refreshFacts();
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
    m_draft.session().launcher().launch(m_draft.plan(), m_draft.inventory(), m_draft.facts(), this,
                                        [this](const LaunchOutcome &outcome) {
                                            setLaunching(false);
                                            emit launched(outcome);
                                        });
    return false;
}

QString ReviewPage::notStarted() const
{
    return m_draft.isDownload() ? tr("The download was not ordered; no data was touched.")
                                : tr("The restore was not started; no data was touched.");
}

void ReviewPage::focusField()
{
    (asksForName() ? m_name : m_reason)->setFocus(Qt::OtherFocusReason);
}

void ReviewPage::showFailure(const Error &error)
{
    if (mayBeRetired(error, m_draft.plan().kind)) {
        m_retired = error;
        showRetired(error);
        m_draft.session().inventory().refresh();
    } else {
        m_banner->showText(theme::Tone::Danger,
                           notStarted() + QLatin1Char(' ') + describeFully(error));
        m_draft.refreshFacts(); // what it was refused for is to be seen
    }
    m_name->clear();
    focusField();
}

void ReviewPage::askAnew(const QString &text)
{
    m_banner->showText(theme::Tone::Warning, text);
    m_name->clear();
    m_draft.setTrafficStopped(false);
    m_draft.refreshFacts();
    refresh();
}

void ReviewPage::showRetired(const Error &error)
{
    const RestorePlan &plan = m_draft.plan();
    const Cluster *successor = successorOf(sourceOf(plan), plan.kind, m_draft.inventory());
    QString text = notStarted() + QLatin1Char(' ') + retirementText(error, plan.kind);
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

void ReviewPage::takeTerms()
{
    m_draft.setTerms({m_hours->value(), m_times->value()});
}

void ReviewPage::refresh()
{
    const RestorePlan &plan = m_draft.plan();
    if (!m_draft.isPointChosen() || (!m_draft.isDownload() && !m_draft.hasTarget())) {
        updateWaiting();
        return;
    }
    const QString words = consequence(plan, m_draft.inventory(), m_draft.session().serverNow());
    if (words != m_consequence->text() || m_consequence->isHidden())
        m_consequence->showText(consequenceTone(plan), words);
    const QList<Check> checks = m_draft.checks();
    m_checks->setChecks(checks);
    showDuplicate(checks);
    showFields(checks);
    m_facts->show(m_draft);
    m_safety->updateTarget();
    updateWaiting();
}

// Where Atlas would take a second one, nothing but the person holds it back.
void ReviewPage::showDuplicate(const QList<Check> &checks)
{
    for (const Check &check : checks) {
        if (qstrcmp(check.id, "duplicate") != 0 || check.verdict != Check::Verdict::Warns)
            continue;
        if (m_duplicate->text() != check.fact)
            m_duplicate->showText(theme::Tone::Warning, check.fact);
        return;
    }
    m_duplicate->clear();
}

bool ReviewPage::asksForName() const
{
    return !m_draft.isDownload() && !m_draft.session().profile().readOnly;
}

void ReviewPage::showFields(const QList<Check> &checks)
{
    const RestorePlan &plan = m_draft.plan();
    const bool typed = asksForName();
    m_traffic->setVisible(typed && needsTrafficStopped(plan));
    m_traffic->setChecked(plan.trafficStopped);
    // Only kinds whose links have terms have a rule about them.
    m_terms->setVisible(hasCheck(checks, "terms"));
    m_nameLabel->setVisible(typed);
    m_name->setVisible(typed);
    m_wanted->setVisible(typed);
    m_wanted->setText(plan.targetCluster);
}

QString ReviewPage::missing() const
{
    const RestorePlan &plan = m_draft.plan();
    if (m_draft.session().profile().readOnly)
        return tr("You marked this profile as read-only: it looks at everything and starts "
                  "nothing. Another profile, or taking the mark away, lets you start it.");
    const QList<Check> checks = m_draft.checks();
    const bool blocked = std::any_of(checks.cbegin(), checks.cend(), [](const Check &check) {
        return check.verdict == Check::Verdict::Blocks;
    });
    if (blocked)
        return tr("A rule of this restore is broken: see the row marked Blocks.");
    if (m_safety->isPending())
        return tr("The snapshot of the target is not complete yet: wait for it, or go on without "
                  "it.");
    if (!mayStart(checks, plan))
        return tr("Stop the client traffic to the target, then tick the box.");
    if (m_draft.isDownload())
        return {};
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
                        tr("Another change is being sent."));
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
    m_safety->setEnabled(!launching);
    setButtonText(QWizard::CommitButton, launching ? tr("Starting…") : commitText());
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
