// The snapshots of the clusters in scope, of every kind they may hold. While one of them is queued
// or in progress its list is read again by itself, more rarely when nothing moves, and not while
// nobody looks.
#pragma once

#include "session/pagedstore.h"

#include <QTimer>
#include <chrono>

class SnapshotStore : public PagedStore<Snapshot>
{
    Q_OBJECT

public:
    explicit SnapshotStore(Client &client, QObject *parent = nullptr);

    /// A snapshot known from elsewhere (the reply to taking one): shown if its cluster is in scope,
    /// even before the service lists it.
    void upsert(const Snapshot &snapshot);
    /// Whether to poll at all. Off at first.
    void setPolling(bool on);
    /// How long until the next look while something is unfinished.
    std::chrono::milliseconds pollInterval() const { return m_interval; }
    /// For tests: the shortest and the longest interval.
    void setPollLimits(std::chrono::milliseconds shortest, std::chrono::milliseconds longest);

protected:
    QString keyOf(const Snapshot &snapshot) const override;
    bool hasList(const Source &source) const override { return source.kind->listSnapshots; }
    bool lists(const Source &source) const override { return source.kind->listSnapshots; }
    void readPage(const Source &source, const PageRequest &page) override;

private:
    struct Fresh {
        Snapshot snapshot;
        int looks = 0;
    };

    QSet<QString> unfinishedSources() const;
    void noteMovement(const QList<Snapshot> &fresh);
    void keepFresh(const QString &key);
    void poll();
    void rearm();

    QHash<QString, Fresh> m_fresh; // not listed yet, by id
    QTimer m_timer;
    std::chrono::milliseconds m_shortest {5'000};
    std::chrono::milliseconds m_longest {60'000};
    std::chrono::milliseconds m_interval {5'000};
    bool m_polling = false;
    bool m_moved = false;
};
