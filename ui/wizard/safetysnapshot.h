// "Take a snapshot of the target first": orders one, follows it until it is complete, and says so.
// What comes after it stays the person's click. Where Atlas takes none on demand it says why.
#pragma once

#include "session/snapshotstore.h"
#include "style/theme.h"
#include "wizard/restoredraft.h"

#include <QTimer>
#include <QWidget>

class QLabel;
class QPushButton;
class QSpinBox;
class ToneLine;

class SafetySnapshot : public QWidget
{
    Q_OBJECT

public:
    explicit SafetySnapshot(RestoreDraft &draft, QWidget *parent = nullptr);
    ~SafetySnapshot() override;

    /// The target of the draft may be another one: what was ordered for the one before is
    /// forgotten.
    void updateTarget();
    /// A snapshot was asked for, is not complete, and the person has not chosen to go on without
    /// it.
    bool isPending() const { return m_pending; }

signals:
    /// isPending() changed.
    void changed();

private:
    void order();
    void takeOutcome(const LaunchOutcome &outcome);
    void takeSnapshots();
    void setPending(bool pending);
    void say(const QString &icon, theme::Tone tone, const QString &text);
    void updateWidgets();
    QString whyNot() const;

    RestoreDraft &m_draft;
    std::unique_ptr<SnapshotStore> m_store; // of the target
    ClusterRef m_target;
    QString m_snapshotId; // ordered
    QTimer m_poll; // while it is being taken
    bool m_sending = false;
    bool m_unknown = false; // the order's answer was lost: no second one from here
    bool m_pending = false;
    QPushButton *m_order;
    QLabel *m_keepLabel;
    QSpinBox *m_days;
    QPushButton *m_skip;
    ToneLine *m_status;
};
