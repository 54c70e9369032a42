#include "session/session.h"

using namespace std::chrono_literals;

namespace {

// Whole seconds in the header, the way of the answer, rounding: below this an offset says nothing.
constexpr qint64 kOffsetNoiseMs = 2'000;

} // namespace

Session::Session(const Profile &profile, const Credentials &credentials, Journal &journal,
                 const Clock &clock, QObject *parent)
    : QObject(parent), m_profile(profile), m_clock(clock),
      m_client(std::make_unique<Client>(profile.baseUrl, credentials, profile.net)),
      m_inventory(std::make_unique<InventoryStore>(*m_client)),
      m_jobs(std::make_unique<JobStore>(*m_client)),
      m_snapshots(std::make_unique<SnapshotStore>(*m_client)),
      m_events(std::make_unique<EventStore>(*m_client)),
      m_accessLists(std::make_unique<AccessListStore>(*m_client)),
      m_launcher(std::make_unique<Launcher>(*m_client, journal, *m_jobs, profile,
                                            [this] { return serverNow(); }))
{
    connect(m_client.get(), &Client::replied, this, [this](const ReplyInfo &info) {
        m_lastReply = info;
        if (info.date.isValid())
            m_clockOffsetMs = qAbs(info.dateOffsetMs) < kOffsetNoiseMs ? 0 : info.dateOffsetMs;
        emit replied();
    });
    connect(m_launcher.get(), &Launcher::busyChanged, this, &Session::busyChanged);
    connect(m_inventory.get(), &Store::statusChanged, this, [this] {
        if (m_reconciled || m_inventory->isLoading() || !m_inventory->isLoaded())
            return;
        m_reconciled = true;
        m_launcher->reconcile();
    });
}

Session::~Session() = default;

std::unique_ptr<SnapshotStore> Session::makeSnapshotStore()
{
    return std::make_unique<SnapshotStore>(*m_client);
}

std::unique_ptr<SnapshotContentStore> Session::makeSnapshotContent()
{
    return std::make_unique<SnapshotContentStore>(*m_client);
}

std::unique_ptr<CheckpointStore> Session::makeCheckpoints()
{
    return std::make_unique<CheckpointStore>(*m_client);
}

std::unique_ptr<CollectionProgressStore> Session::makeCollectionProgress()
{
    return std::make_unique<CollectionProgressStore>(*m_client);
}

std::unique_ptr<PlanFactsStore> Session::makePlanFacts(const EnvironmentMarks &marks)
{
    return std::make_unique<PlanFactsStore>(*m_client, *m_jobs, marks, m_profile,
                                            [this] { return serverNow(); });
}

QDateTime Session::serverNow() const
{
    return m_clock.now().addMSecs(m_clockOffsetMs);
}

void Session::start()
{
    m_inventory->refresh();
}

void Session::refresh()
{
    m_inventory->refresh();
    m_jobs->refresh();
    m_snapshots->refresh();
    m_events->markStale();
    m_accessLists->markStale();
}

void Session::close(QObject *context, std::function<void()> done)
{
    // Nothing that still runs may fetch a new token behind the farewell.
    m_launcher.reset();
    m_accessLists.reset();
    m_events.reset();
    m_snapshots.reset();
    m_jobs.reset();
    m_inventory.reset();
    m_client->logOut(3s, context, std::move(done));
}
