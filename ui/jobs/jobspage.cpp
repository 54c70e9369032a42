#include "jobs/jobspage.h"

#include "jobs/accesshelp.h"
#include "jobs/jobactions.h"
#include "jobs/jobdetails.h"
#include "jobs/jobsummary.h"
#include "session/session.h"
#include "atlas/errors.h"
#include "sessiontexts.h"
#include "tables/jobcolumns.h"
#include "widgets/clipboard.h"
#include "widgets/recordtable.h"
#include "widgets/storepane.h"

#include <QMenu>
#include <QSettings>
#include <QSplitter>
#include <QVBoxLayout>

namespace {

TableLayout jobLayout()
{
    return {.widths = {{QStringLiteral("state"), 14},
                       {QStringLiteral("kind"), 12},
                       {QStringLiteral("project"), 14},
                       {QStringLiteral("source"), 24},
                       {QStringLiteral("taken"), 28},
                       {QStringLiteral("target"), 26},
                       {QStringLiteral("progress"), 24},
                       {QStringLiteral("created"), 16},
                       {QStringLiteral("by"), 24},
                       {QStringLiteral("batch"), 28},
                       {QStringLiteral("snapshot"), 28},
                       {QStringLiteral("id"), 28}},
            .sortColumn = QStringLiteral("created")};
}

bool mayBeFetched(const RestoreJob &job)
{
    return job.download && (isActive(job.state) || job.state == JobState::Ready);
}

/// The project's IP access list decides, not the API's.
QString accessText(const QList<AccessEntry> &entries)
{
    constexpr qsizetype kMostShown = 5;
    if (entries.isEmpty())
        return JobsPage::tr("Nobody: the project's IP access list is empty. Add this computer's "
                            "public address to it first.");
    QStringList some;
    for (const AccessEntry &entry : entries.mid(0, kMostShown)) {
        const bool waits = !entry.status.isEmpty() && entry.status != QLatin1String("ACTIVE");
        some.append(waits ? JobsPage::tr("%1 (%2)", "address, state").arg(entry.id, entry.status)
                          : entry.id);
    }
    if (entries.size() > kMostShown)
        some.append(JobsPage::tr("%n more", nullptr, int(entries.size() - kMostShown)));
    return JobsPage::tr("Computers on the project's IP access list: %1. This one's public address "
                        "must be among them.")
        .arg(some.join(QStringLiteral(", ")));
}

} // namespace

JobsPage::JobsPage(QSettings &settings, SecretClipboard &clipboard, QWidget *parent)
    : QWidget(parent), m_model(jobTable()),
      m_table(new RecordTable(QStringLiteral("Restore jobs"), m_model, jobLayout(), settings)),
      m_pane(new StorePane(
          m_table, m_model,
          {.loading = tr("Reading restore jobs"),
           .empty = tr("No restore jobs here"),
           .emptyHint = tr("Choose another cluster on the left, or start a restore.")})),
      m_help(new AccessHelp), m_actions(new JobActions(this)),
      m_details(new JobDetailsPane([this] { return context().now; }, clipboard)),
      m_splitter(new QSplitter(Qt::Vertical))
{
    m_splitter->setObjectName(QStringLiteral("jobsSplitter"));
    auto *top = new QWidget;
    auto *topColumn = new QVBoxLayout(top);
    topColumn->setContentsMargins(0, 0, 0, 0);
    topColumn->setSpacing(0);
    topColumn->addWidget(m_help);
    topColumn->addWidget(m_pane, 1);
    m_splitter->addWidget(top);
    m_splitter->addWidget(m_details);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setStretchFactor(0, 3);
    m_splitter->setStretchFactor(1, 2);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_splitter);

    connect(m_table, &RecordTable::currentIdChanged, this, &JobsPage::showCurrent);
    connect(m_table, &RecordTable::menuRequested, this, &JobsPage::fillMenu);
    connect(m_actions, &JobActions::cancelRequested, this, &JobsPage::cancelRequested);
    connect(m_actions, &JobActions::restoreAgainRequested, this, &JobsPage::restoreAgainRequested);
    connect(m_actions, &JobActions::copySummaryRequested, this, &JobsPage::copySummary);
    connect(m_details, &JobDetailsPane::copySummaryRequested, this, &JobsPage::copySummary);
    connect(m_details, &JobDetailsPane::restoreAgainRequested, this, [this] {
        if (const RestoreJob *job = currentJob())
            emit restoreAgainRequested(*job);
    });
    connect(m_details, &JobDetailsPane::downloadRequested, this, [this] {
        if (const RestoreJob *job = currentJob())
            emit downloadRequested(*job);
    });
    connect(m_details, &JobDetailsPane::verifyRequested, this, [this] {
        if (const RestoreJob *job = currentJob())
            emit verifyRequested(*job);
    });
    connect(&m_model, &RecordModelBase::countsChanged, this, &JobsPage::countsChanged);
}

TextContext JobsPage::context() const
{
    TextContext texts = textContext(m_session);
    texts.batchPart = [this](const QString &jobId) { return batchPart(jobId); };
    texts.startedBy = [this](const QString &jobId) {
        const RestoreJob *job = m_session ? m_session->jobs().byId(jobId) : nullptr;
        return job ? m_session->events().startedBy(*job) : QString();
    };
    return texts;
}

void JobsPage::setSession(Session *session, WatchList *watchList)
{
    if (m_session) {
        disconnect(&m_session->jobs(), nullptr, this, nullptr);
        disconnect(&m_session->inventory(), nullptr, this, nullptr);
        disconnect(&m_session->events(), nullptr, this, nullptr);
        disconnect(&m_session->accessLists(), nullptr, this, nullptr);
    }
    m_session = session;
    m_projects.clear();
    m_cursor = {};
    m_batches.clear();
    m_batchOf.clear();
    m_model.setContext(context());
    m_model.sync({});
    m_details->clear();
    m_pane->setStore(session ? &session->jobs() : nullptr,
                     session ? &session->inventory() : nullptr);
    m_details->setLocked(whyReadOnly(session));
    m_actions->setSession(session, watchList);
    updateHelp();
    if (!session)
        return;
    connect(&session->jobs(), &Store::changed, this, &JobsPage::takeChanges);
    connect(&session->jobs(), &Store::statusChanged, this, &JobsPage::updateHelp);
    connect(&session->events(), &EventStore::eventsRead, this,
            [this](const QString &projectId, const QString &cluster) {
                m_model.retell([&](const RestoreJob &job) {
                    return (job.projectId == projectId && job.sourceCluster == cluster)
                        || (job.targetProjectId == projectId && job.targetCluster == cluster);
                });
                if (const RestoreJob *job = currentJob()) // it may be older than what came
                    m_session->events().readFor(RestoreJob(*job));
                showMore();
            });
    connect(&session->events(), &Store::statusChanged, this, &JobsPage::showMore);
    connect(&session->accessLists(), &Store::changed, this, &JobsPage::showMore);
    connect(&session->inventory(), &Store::statusChanged, this, [this] {
        updateHelp();
        const InventoryStore &inventory = m_session->inventory();
        if (inventory.isLoading() || inventory.inventory().projects == m_projects)
            return;
        m_projects = inventory.inventory().projects;
        m_model.setContext(context()); // every text anew: that takes a while with very many
    });
}

void JobsPage::takeChanges()
{
    // Rows of another scope don't stay for a moment; what comes can wait for one.
    if (m_session->jobs().hasRemovedSince(m_cursor))
        pullRecords();
    else
        m_model.updateLater([this] { pullRecords(); });
    if (const RestoreJob *fresh = m_session->jobs().byId(m_table->currentId())) {
        m_details->setJob(*fresh);
        m_actions->setJob(*fresh);
        askMore(RestoreJob(*fresh)); // after a refresh once more
    }
}

void JobsPage::askMore(const RestoreJob &job)
{
    m_session->events().readFor(job);
    if (mayBeFetched(job))
        m_session->accessLists().readProject(job.projectId);
}

void JobsPage::pullRecords()
{
    if (!m_session)
        return;
    const JobStore &jobs = m_session->jobs();
    QList<RestoreJob> changes;
    if (jobs.changesSince(&m_cursor, &changes)) {
        noteBatches(changes);
        m_model.merge(changes);
    } else {
        m_batches.clear();
        m_batchOf.clear();
        noteBatches(jobs.records());
        m_model.sync(jobs.records());
    }
    showMore();
}

void JobsPage::noteBatches(const QList<RestoreJob> &jobs)
{
    for (const RestoreJob &job : jobs) {
        if (job.batchId.isEmpty() || m_batchOf.contains(job.id))
            continue;
        m_batchOf.insert(job.id, job.batchId);
        QStringList &parts = m_batches[job.batchId];
        parts.insert(std::lower_bound(parts.cbegin(), parts.cend(), job.id), job.id);
    }
}

QString JobsPage::batchPart(const QString &jobId) const
{
    const QStringList parts = m_batches.value(m_batchOf.value(jobId));
    return parts.size() < 2 ? QString()
                            : tr("part %1 of %2").arg(parts.indexOf(jobId) + 1).arg(parts.size());
}

void JobsPage::updateHelp()
{
    QList<Trouble> troubles;
    if (m_session)
        troubles = m_session->jobs().troubles() + m_session->inventory().troubles();
    m_help->setTroubles(troubles);
}

void JobsPage::setFilter(const QString &text)
{
    m_filter = text;
    m_model.setFilterText(text);
    askEvents();
}

/// Who started the jobs is read where somebody asks for it.
void JobsPage::askEvents()
{
    if (!m_session || !m_filter.contains(QLatin1String("by:")))
        return;
    constexpr qsizetype kMostClusters = 50; // one request each
    for (const Cluster &cluster : m_session->jobs().scope().mid(0, kMostClusters))
        m_session->events().readCluster(cluster.projectId, cluster.name);
}

void JobsPage::selectJob(const QString &jobId)
{
    pullRecords();
    m_table->selectId(jobId);
}

const RestoreJob *JobsPage::currentJob() const
{
    const QString id = m_table->currentId();
    return id.isEmpty() ? nullptr : m_model.recordById(id);
}

void JobsPage::showCurrent()
{
    const RestoreJob *job = currentJob();
    m_actions->setJob(job ? std::optional<RestoreJob>(*job) : std::nullopt);
    if (!job) {
        m_details->clear();
        return;
    }
    m_details->setJob(*job);
    if (m_session)
        askMore(RestoreJob(*job));
    showMore();
}

/// What the job's own reply does not say.
void JobsPage::showMore()
{
    const RestoreJob *job = currentJob();
    if (!job || !m_session)
        return;
    QList<Fact> facts;
    QString hint;
    const EventStore &events = m_session->events();
    if (const QString by = events.startedBy(*job); !by.isEmpty())
        facts.append({tr("Started by"), by, Fact::Type::Text, {}});
    else if (const Error *error = events.errorOf(job->projectId))
        hint = tr("Who started it is not readable: %1").arg(describe(*error).sentence);
    if (const QString progress = progressText(*job); !progress.isEmpty())
        facts.append({tr("Progress"), progress, Fact::Type::Text, {}});
    if (const QString part = batchPart(job->id); !part.isEmpty()) {
        QStringList others;
        for (const QString &id : m_batches.value(job->batchId)) {
            const RestoreJob *other = m_model.recordById(id);
            if (other && id != job->id)
                others.append(tr("%1 (%2)", "job id, state")
                                  .arg(id, stateName(currentState(*other, context().now))));
        }
        facts.append({tr("Batch"), part, Fact::Type::Text, {}});
        facts.append({tr("Other parts"), others.join(u'\n'), Fact::Type::Text, {}});
    }
    if (mayBeFetched(*job)) {
        if (const auto entries = m_session->accessLists().entries(job->projectId))
            facts.append(
                {tr("Who may fetch the files"), accessText(*entries), Fact::Type::Text, {}});
    }
    m_details->setMore(facts, hint);
}

void JobsPage::tick()
{
    m_model.refreshTexts(context());
    m_details->tick();
}

int JobsPage::totalRows() const
{
    return m_model.totalRows();
}

void JobsPage::fillMenu(QMenu *menu)
{
    m_actions->fill(menu);
}

void JobsPage::copySummary()
{
    const RestoreJob *job = currentJob();
    if (!job || !m_session)
        return;
    const TextContext texts = context();
    copyText(jobSummary(
        *job, [&texts](const QString &id) { return texts.project(id); }, texts.now));
}
