// The checkpoints of a sharded cluster under legacy backup, to choose one.
#pragma once

#include "atlas/restorepoint.h"
#include "session/checkpointstore.h"
#include "session/session.h"

#include <QWidget>

class EmptyState;
class QListWidget;
class QPushButton;
class QStackedWidget;
class ToneLine;

class CheckpointPicker : public QWidget
{
    Q_OBJECT

public:
    explicit CheckpointPicker(Session &session, QWidget *parent = nullptr);
    ~CheckpointPicker() override;

    /// Lists those of this cluster; the same one again changes nothing.
    void showCluster(const Cluster &cluster);
    /// The chosen one; an empty id: none.
    CheckpointPoint point() const;

signals:
    void picked();

private:
    void takeStore();

    Session &m_session;
    std::unique_ptr<CheckpointStore> m_store;
    QString m_cluster;
    QStackedWidget *m_stack;
    QListWidget *m_list;
    EmptyState *m_picture;
    ToneLine *m_trouble;
    QPushButton *m_more;
};
