#include "transfers/jobreads.h"

#include "application.h"

using namespace std::chrono_literals;

JobReads::JobReads(Application &application, QObject *parent)
    : QObject(parent), m_application(application)
{
    m_idle.setSingleShot(true);
    m_idle.setInterval(60s);
    connect(&m_idle, &QTimer::timeout, this, &JobReads::closeIdle);
    connect(&application, &Application::sessionAboutToChange, this, &JobReads::forgetOpenSession);
    // Later: the session that comes has sent nothing yet.
    connect(&application, &Application::sessionChanged, this, &JobReads::dispatch,
            Qt::QueuedConnection);
}

JobReads::~JobReads() = default;

void JobReads::read(const QString &profileId, const RestoreJob &place, QObject *context,
                    Answer answer)
{
    if (m_ended)
        return;
    m_asks.append({profileId, place, context, std::move(answer), nullptr});
    QMetaObject::invokeMethod(this, &JobReads::dispatch, Qt::QueuedConnection);
}

Session *JobReads::sessionOf(const QString &profileId) const
{
    Session *const open = m_application.session();
    if (open && open->profile().id == profileId)
        return open;
    const auto behind = m_behind.find(profileId);
    return behind == m_behind.end() ? nullptr : behind->second.get();
}

void JobReads::dispatch()
{
    if (m_ended)
        return;
    QSet<QString> wanted;
    for (Ask &ask : m_asks) {
        if (ask.sentTo)
            continue;
        Session *const session = sessionOf(ask.profileId);
        if (!session) {
            wanted.insert(ask.profileId);
            continue;
        }
        listen(session);
        ask.sentTo = session;
        session->jobs().readJob(ask.place);
    }
    for (const QString &profileId : std::as_const(wanted))
        open(profileId);
}

void JobReads::open(const QString &profileId)
{
    if (m_opening.contains(profileId))
        return;
    m_opening.insert(profileId);
    m_application.openBehind(profileId, this,
                             [this, profileId](Result<std::unique_ptr<Session>> session) {
                                 m_opening.remove(profileId);
                                 if (!session) {
                                     refuse(profileId, session.error());
                                     return;
                                 }
                                 if (m_ended || m_behind.contains(profileId)) {
                                     m_application.closeBehind(std::move(*session));
                                     return;
                                 }
                                 m_behind.emplace(profileId, std::move(*session));
                                 m_idle.start();
                                 dispatch();
                             });
}

void JobReads::listen(Session *session)
{
    if (m_heard.contains(session))
        return;
    m_heard.insert(session);
    connect(&session->jobs(), &JobStore::jobChanged, this,
            [this, session](const RestoreJob &job) { take(session, job.id, job); });
    connect(
        &session->jobs(), &JobStore::jobReadFailed, this,
        [this, session](const QString &jobId, const Error &error) { take(session, jobId, error); });
}

void JobReads::forgetOpenSession()
{
    Session *const session = m_application.session();
    if (!session)
        return;
    if (m_heard.remove(session))
        disconnect(&session->jobs(), nullptr, this, nullptr);
    for (Ask &ask : m_asks) {
        if (ask.sentTo == session)
            ask.sentTo = nullptr;
    }
}

void JobReads::take(const Session *session, const QString &jobId, const Result<RestoreJob> &job)
{
    QList<Ask> answered;
    m_asks.removeIf([&](const Ask &ask) {
        const bool hit = ask.sentTo == session && ask.place.id == jobId;
        if (hit)
            answered.append(ask);
        return hit;
    });
    m_idle.start();
    const QDateTime now = session->serverNow();
    for (const Ask &ask : std::as_const(answered)) {
        if (ask.context)
            ask.answer(job, now);
    }
}

void JobReads::refuse(const QString &profileId, const Error &error)
{
    QList<Ask> refused;
    m_asks.removeIf([&](const Ask &ask) {
        const bool hit = !ask.sentTo && ask.profileId == profileId;
        if (hit)
            refused.append(ask);
        return hit;
    });
    for (const Ask &ask : std::as_const(refused)) {
        if (ask.context)
            ask.answer(error, m_application.clock().now());
    }
}

void JobReads::closeIdle()
{
    for (auto it = m_behind.begin(); it != m_behind.end();) {
        const Session *const session = it->second.get();
        const bool busy = std::any_of(m_asks.cbegin(), m_asks.cend(),
                                      [session](const Ask &ask) { return ask.sentTo == session; });
        if (busy) {
            m_idle.start();
            ++it;
            continue;
        }
        disconnect(&it->second->jobs(), nullptr, this, nullptr);
        m_heard.remove(session);
        m_application.closeBehind(std::move(it->second));
        it = m_behind.erase(it);
    }
}

void JobReads::letGo()
{
    m_ended = true;
    m_asks.clear();
    forgetOpenSession();
    closeIdle();
}
