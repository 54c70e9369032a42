#include "jobs/jobspage.h"

#include "jobs/jobdetails.h"
#include "jobs/jobsummary.h"
#include "session/session.h"
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
                       {QStringLiteral("kind"), 9},
                       {QStringLiteral("project"), 16},
                       {QStringLiteral("source"), 20},
                       {QStringLiteral("taken"), 28},
                       {QStringLiteral("target"), 26},
                       {QStringLiteral("created"), 16},
                       {QStringLiteral("snapshot"), 28},
                       {QStringLiteral("id"), 28}},
            .sortColumn = QStringLiteral("created")};
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
      m_details(new JobDetailsPane([this] { return context().now; }, clipboard)),
      m_splitter(new QSplitter(Qt::Vertical))
{
    m_splitter->setObjectName(QStringLiteral("jobsSplitter"));
    m_splitter->addWidget(m_pane);
    m_splitter->addWidget(m_details);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setStretchFactor(0, 3);
    m_splitter->setStretchFactor(1, 2);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_splitter);

    connect(m_table, &RecordTable::currentIdChanged, this, &JobsPage::showCurrent);
    connect(m_table, &RecordTable::menuRequested, this, &JobsPage::fillMenu);
    connect(m_details, &JobDetailsPane::copySummaryRequested, this, &JobsPage::copySummary);
    connect(m_details, &JobDetailsPane::restoreAgainRequested, this, [this] {
        if (const RestoreJob *job = currentJob())
            emit restoreAgainRequested(*job);
    });
    connect(&m_model, &RecordModelBase::countsChanged, this, &JobsPage::countsChanged);
}

TextContext JobsPage::context() const
{
    return textContext(m_session);
}

void JobsPage::setSession(Session *session)
{
    if (m_session) {
        disconnect(&m_session->jobs(), nullptr, this, nullptr);
        disconnect(&m_session->inventory(), nullptr, this, nullptr);
    }
    m_session = session;
    m_model.setContext(context());
    m_model.sync({});
    m_details->clear();
    m_pane->setStore(session ? &session->jobs() : nullptr);
    if (!session)
        return;
    connect(&session->jobs(), &Store::changed, this, &JobsPage::syncRecords);
    connect(&session->inventory(), &Store::statusChanged, this, [this] {
        if (!m_session->inventory().isLoading())
            m_model.setContext(context());
    });
}

void JobsPage::syncRecords()
{
    m_model.syncLater(m_session->jobs().records());
    if (const RestoreJob *fresh = m_session->jobs().byId(m_table->currentId()))
        m_details->setJob(*fresh);
}

void JobsPage::setFilter(const QString &text)
{
    m_filter = text;
    m_model.setFilterText(text);
}

void JobsPage::selectJob(const QString &jobId)
{
    if (m_session)
        m_model.sync(m_session->jobs().records());
    m_table->selectId(jobId);
}

const RestoreJob *JobsPage::currentJob() const
{
    const QString id = m_table->currentId();
    return id.isEmpty() ? nullptr : m_model.recordById(id);
}

void JobsPage::showCurrent()
{
    if (const RestoreJob *job = currentJob())
        m_details->setJob(*job);
    else
        m_details->clear();
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
    const RestoreJob *job = currentJob();
    if (!job)
        return;
    menu->addAction(tr("Copy summary"), this, &JobsPage::copySummary);
    menu->addAction(tr("Copy job ID"), this, [id = job->id] { copyText(id); });
    QAction *again = menu->addAction(tr("Restore again…"), this,
                                     [this, copy = *job] { emit restoreAgainRequested(copy); });
    again->setEnabled(job->kind->create && !job->download);
    menu->addAction(tr("Read this job anew"), this, [this, copy = *job] {
        if (m_session)
            m_session->jobs().readJob(copy);
    });
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
