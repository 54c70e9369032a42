#include "pages.h"

#include "activity/activitypage.h"
#include "application.h"
#include "jobs/jobspage.h"
#include "snapshots/snapshotspage.h"
#include "transfers/transferspage.h"
#include "widgets/recordtable.h"

Pages::Pages(Application &application, SecretClipboard &clipboard, QWidget *parent)
    : QTabWidget(parent), m_application(application),
      m_jobs(new JobsPage(application.settings(), clipboard)),
      m_snapshots(new SnapshotsPage(application.settings())),
      m_transfers(new TransfersPage(application.transfers(), application.settings(),
                                    [&application](const QString &id) {
                                        const auto profile = application.keeper().byId(id);
                                        return profile ? profile->name : id;
                                    })),
      m_activity(new ActivityPage(application.settings()))
{
    setObjectName(QStringLiteral("pages"));
    setDocumentMode(true);
    addTab(m_jobs, tr("Restore jobs"));
    addTab(m_snapshots, tr("Snapshots"));
    addTab(m_transfers, tr("Transfers"));
    addTab(m_activity, tr("Activity"));
    for (int page = 0; page < count(); ++page)
        setTabToolTip(page, tr("Ctrl+%1").arg(page + 1));
}

void Pages::takeSession(WatchList &watchList)
{
    m_jobs->setSession(m_application.session(), &watchList);
    m_snapshots->setSession(m_application.session(), m_application.marks());
    m_activity->setJournal(&m_application.journal());
}

void Pages::letGo()
{
    m_jobs->setSession(nullptr);
    m_snapshots->setSession(nullptr, nullptr);
    m_activity->setJournal(nullptr);
}

void Pages::tick()
{
    m_jobs->tick();
    m_snapshots->tick();
    m_activity->tick();
}

RecordTable &Pages::table() const
{
    return *currentWidget()->findChild<RecordTable *>();
}

const RecordModelBase &Pages::model() const
{
    return *qobject_cast<const RecordModelBase *>(table().model());
}

QString Pages::filter() const
{
    const QWidget *page = currentWidget();
    return page == m_jobs     ? m_jobs->filter()
        : page == m_snapshots ? m_snapshots->filter()
        : page == m_transfers ? m_transfers->filter()
                              : m_activity->filter();
}

void Pages::setFilter(const QString &text)
{
    const QWidget *page = currentWidget();
    if (page == m_jobs)
        m_jobs->setFilter(text);
    else if (page == m_snapshots)
        m_snapshots->setFilter(text);
    else if (page == m_transfers)
        m_transfers->setFilter(text);
    else
        m_activity->setFilter(text);
}
