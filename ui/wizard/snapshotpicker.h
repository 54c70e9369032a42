// The snapshots of one cluster with which the action can be done, to choose one: by row, or as the
// last good one before a time. Reads them through a store of its own. Loading, empty, failed and
// forbidden have their own pictures.
#pragma once

#include "session/session.h"
#include "tables/recordmodel.h"

#include <QWidget>
#include <functional>

class EmptyState;
class InstantEdit;
class QLabel;
class QPushButton;
class QSettings;
class QStackedWidget;
class RecordTable;
class ToneLine;

class SnapshotPicker : public QWidget
{
    Q_OBJECT

public:
    SnapshotPicker(Session &session, QSettings &settings, QWidget *parent = nullptr);

    /// Lists the snapshots of this cluster that `offers` lets through; the same cluster again reads
    /// nothing anew.
    void showCluster(const Cluster &cluster, std::function<bool(const Snapshot &)> offers);
    /// Tells once more which one is current.
    void pickCurrent();
    /// Makes it current as soon as it is listed, reading on where there are further pages;
    /// notFound() if it is not there.
    void seek(const QString &snapshotId);
    /// Why the list could not be read; null if it could, or is being read.
    const Error *trouble() const;

signals:
    /// The current row is another one, or shows the same snapshot with news.
    void picked(const Snapshot &snapshot);
    void notFound(const QString &snapshotId);
    /// trouble() may have changed.
    void statusChanged();

private:
    void takeRecords();
    void takeStatus();
    void takeCurrent(const QString &id);
    void seekOn();
    void findLastGood();
    void showColumns(const Cluster &cluster);
    void showPicture();
    QList<Snapshot> offered() const;

    Session &m_session;
    std::unique_ptr<SnapshotStore> m_store;
    RecordModel<Snapshot> m_model;
    std::function<bool(const Snapshot &)> m_offers;
    QString m_cluster;
    QString m_sought;
    QStackedWidget *m_stack;
    RecordTable *m_table;
    EmptyState *m_picture;
    InstantEdit *m_before;
    QPushButton *m_find;
    QPushButton *m_more;
    ToneLine *m_stale;
    ToneLine *m_found;
    QLabel *m_chosen;
};
