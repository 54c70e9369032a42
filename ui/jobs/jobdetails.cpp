#include "jobs/jobdetails.h"

#include "atlas/jobkind.h"
#include "base/format.h"
#include "jobs/deliveryview.h"
#include "jobs/hashesview.h"
#include "style/theme.h"
#include "widgets/factsview.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QStackedWidget>
#include <QTabWidget>

namespace {

QScrollArea *scrolled(QWidget *content)
{
    auto *area = new QScrollArea;
    area->setWidget(content);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    return area;
}

// What Atlas leaves out of some kinds' replies and a person looks for first.
QList<Fact> withDerived(const RestoreJob &job, QList<Fact> facts)
{
    const auto says = [&facts](const auto &test) {
        return std::any_of(facts.cbegin(), facts.cend(), test);
    };
    QList<Fact> derived;
    if (!says([&](const Fact &fact) { return fact.value == job.sourceCluster; }))
        derived.append(
            {JobDetailsPane::tr("Source cluster"), job.sourceCluster, Fact::Type::Text, {}});
    if (job.created.isValid() && !says([&](const Fact &fact) { return fact.time == job.created; }))
        derived.append(
            {JobDetailsPane::tr("Created (from the job ID)"), {}, Fact::Type::Time, job.created});
    return derived + facts;
}

} // namespace

JobDetailsPane::JobDetailsPane(std::function<QDateTime()> now, SecretClipboard &clipboard,
                               QWidget *parent)
    : QWidget(parent), m_now(std::move(now)), m_stack(new QStackedWidget), m_headline(new QLabel),
      m_stateIcon(new QLabel), m_again(new QPushButton(tr("Restore again…"))),
      m_tabs(new QTabWidget), m_facts(new FactsView),
      m_delivery(new DeliveryView(m_now, clipboard)), m_hashes(new HashesView),
      m_raw(new QPlainTextEdit), m_rawSecrets(new QPushButton(tr("Show secrets")))
{
    auto *nothing = new QLabel(tr("Select a job to see its details."));
    nothing->setAlignment(Qt::AlignCenter);
    nothing->setForegroundRole(QPalette::PlaceholderText);

    m_headline->setFont(theme::heading());
    m_headline->setTextFormat(Qt::PlainText);
    m_headline->setWordWrap(true);
    m_headline->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto *summary = new QPushButton(tr("Copy summary"));
    summary->setObjectName(QStringLiteral("copySummary"));
    summary->setToolTip(
        tr("The job as a few lines of text with UTC times, for the incident ticket"));
    m_again->setObjectName(QStringLiteral("restoreAgain"));
    for (QPushButton *button : {summary, m_again, m_rawSecrets})
        button->setAutoDefault(false);
    auto *head = new QHBoxLayout;
    head->setContentsMargins(theme::kGrid, theme::kGrid, theme::kGrid, 0);
    head->setSpacing(theme::kGrid);
    head->addWidget(m_stateIcon);
    head->addWidget(m_headline, 1);
    head->addWidget(m_again);
    head->addWidget(summary);

    m_raw->setReadOnly(true);
    m_raw->setFont(theme::monospace());
    m_raw->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_raw->setAccessibleName(tr("Raw reply"));
    m_raw->setFrameShape(QFrame::NoFrame);
    m_rawSecrets->setCheckable(true);
    auto *rawPage = new QWidget;
    auto *rawColumn = new QVBoxLayout(rawPage);
    rawColumn->setContentsMargins(0, 0, 0, theme::kGrid / 2);
    rawColumn->addWidget(m_raw, 1);
    rawColumn->addWidget(m_rawSecrets, 0, Qt::AlignLeft);

    m_tabs->setDocumentMode(true);
    m_tabs->setObjectName(QStringLiteral("jobDetailTabs"));
    m_tabs->addTab(scrolled(m_facts), tr("Overview"));
    m_tabs->addTab(scrolled(m_delivery), tr("Delivery"));
    m_tabs->addTab(m_hashes, tr("Hashes"));
    m_tabs->addTab(rawPage, tr("Raw"));

    auto *content = new QWidget;
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(theme::kGrid / 2);
    column->addLayout(head);
    column->addWidget(m_tabs, 1);
    m_stack->addWidget(nothing);
    m_stack->addWidget(content);
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(m_stack);

    connect(m_delivery, &DeliveryView::downloadRequested, this, &JobDetailsPane::downloadRequested);
    connect(m_hashes, &HashesView::verifyRequested, this, &JobDetailsPane::verifyRequested);
    connect(summary, &QPushButton::clicked, this, &JobDetailsPane::copySummaryRequested);
    connect(m_again, &QPushButton::clicked, this, &JobDetailsPane::restoreAgainRequested);
    connect(m_rawSecrets, &QPushButton::toggled, this, &JobDetailsPane::showRaw);
}

void JobDetailsPane::setJob(const RestoreJob &job)
{
    const bool sameJob = job.id == m_job.id && m_stack->currentIndex() == 1;
    const bool sameContent = sameJob && job == m_job;
    m_job = job;
    if (!sameJob)
        m_more.clear();
    if (!sameContent) {
        m_details = detailsOf(job);
        if (!sameJob)
            m_rawSecrets->setChecked(false);
        showRaw();
    }
    m_again->setVisible(job.kind && job.kind->create && !job.download);
    m_stack->setCurrentIndex(1);
    tick();
}

void JobDetailsPane::setMore(const QList<Fact> &facts, const QString &hint)
{
    m_facts->setToolTip(hint);
    if (facts == m_more)
        return;
    m_more = facts;
    tick();
}

void JobDetailsPane::setLocked(const QString &why)
{
    m_again->setEnabled(why.isEmpty());
    m_again->setToolTip(why);
    m_again->setAccessibleDescription(why);
}

void JobDetailsPane::clear()
{
    m_job = {};
    m_more.clear();
    m_details = {};
    m_raw->clear();
    m_delivery->setDetails({}, JobState::Unknown);
    m_facts->setFacts({}, m_now());
    m_stack->setCurrentIndex(0);
}

void JobDetailsPane::tick()
{
    if (m_stack->currentIndex() != 1)
        return;
    const JobState state = currentState(m_job, m_now());
    const QColor color = theme::toneColor(theme::stateTone(state), palette());
    m_stateIcon->setPixmap(theme::icon(theme::stateIconName(state), color).pixmap(24, 24));
    const QString target = m_job.download ? tr("download") : m_job.targetCluster;
    const QString headline = tr("%1 · %2 → %3", "state, source, target")
                                 .arg(stateName(state), m_job.sourceCluster, target);
    if (m_headline->text() != headline)
        m_headline->setText(headline);
    m_facts->setFacts(m_more + withDerived(m_job, m_details.facts), m_now());
    m_delivery->setDetails(m_details, state);
    m_hashes->setDetails(m_details);
}

void JobDetailsPane::showRaw()
{
    const int scroll = m_raw->verticalScrollBar()->value();
    const bool withSecrets = m_rawSecrets->isChecked();
    m_rawSecrets->setText(withSecrets ? tr("Hide secrets") : tr("Show secrets"));
    m_raw->setPlainText(rawText(m_job.raw, withSecrets));
    m_raw->verticalScrollBar()->setValue(scroll);
}
