// Everything alive while one profile is open. Destroying it forgets all: requests are aborted, no
// late reply arrives; close() also ends the token at the service.
#pragma once

#include "base/clock.h"
#include "http/client.h"
#include "session/accessliststore.h"
#include "session/checkpointstore.h"
#include "session/collectionprogressstore.h"
#include "session/eventstore.h"
#include "session/inventorystore.h"
#include "session/jobstore.h"
#include "session/launcher.h"
#include "session/planfactsstore.h"
#include "session/profile.h"
#include "session/snapshotcontentstore.h"
#include "session/snapshotstore.h"

#include <QObject>
#include <memory>
#include <optional>

class EnvironmentMarks;
class Journal;

class Session : public QObject
{
    Q_OBJECT

public:
    /// `journal` and `clock` must outlive the session. Nothing is sent before start().
    Session(const Profile &profile, const Credentials &credentials, Journal &journal,
            const Clock &clock, QObject *parent = nullptr);
    ~Session() override;

    const Profile &profile() const { return m_profile; }
    InventoryStore &inventory() { return *m_inventory; }
    JobStore &jobs() { return *m_jobs; }
    SnapshotStore &snapshots() { return *m_snapshots; }
    /// Who started what; asked for by whoever shows it.
    EventStore &events() { return *m_events; }
    /// Who may fetch files; asked for by whoever shows it.
    AccessListStore &accessLists() { return *m_accessLists; }
    Launcher &launcher() { return *m_launcher; }

    /// A store of its own for a dialog that lists other snapshots than the window shows. It must
    /// not outlive the session.
    std::unique_ptr<SnapshotStore> makeSnapshotStore();
    /// What is inside a snapshot; a cluster's checkpoints; how far a collection restore is. None
    /// may outlive the session.
    std::unique_ptr<SnapshotContentStore> makeSnapshotContent();
    std::unique_ptr<CheckpointStore> makeCheckpoints();
    std::unique_ptr<CollectionProgressStore> makeCollectionProgress();

    /// What the checks of a restore need to know, for one wizard. It must not outlive the session
    /// or the marks.
    std::unique_ptr<PlanFactsStore> makePlanFacts(const EnvironmentMarks &marks);

    /// The server's clock: ours corrected by the last `Date` header. UTC.
    QDateTime serverNow() const;
    /// True while a change is out: neither switch nor quit.
    bool isBusy() const { return m_launcher && m_launcher->isBusy(); }
    /// The facts of the last complete answer (rate budget, sunset); status 0 before the first.
    const ReplyInfo &lastReply() const { return m_lastReply; }

    /// Reads the inventory, then looks after what an earlier run left open in the journal.
    void start();
    /// Reads anew what is shown. Also after sleep and when the network comes back.
    void refresh();
    /// Ends everything that runs and the token at the service, then `done`, at the latest after
    /// three seconds. The stores and the launcher are gone from here on.
    void close(QObject *context, std::function<void()> done);

signals:
    void replied();
    void busyChanged(bool busy);

private:
    Profile m_profile;
    const Clock &m_clock;
    ReplyInfo m_lastReply;
    qint64 m_clockOffsetMs = 0;
    bool m_reconciled = false;
    // In the order of their use: each is destroyed before what it refers to.
    std::unique_ptr<Client> m_client;
    std::unique_ptr<InventoryStore> m_inventory;
    std::unique_ptr<JobStore> m_jobs;
    std::unique_ptr<SnapshotStore> m_snapshots;
    std::unique_ptr<EventStore> m_events;
    std::unique_ptr<AccessListStore> m_accessLists;
    std::unique_ptr<Launcher> m_launcher;
};
