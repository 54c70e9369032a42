// Everything known of the selected job: Overview, Delivery, Hashes, Raw. It follows the selection
// and never jumps: a refresh of the same job keeps the tab, the scroll and what was shown.
#pragma once

#include "atlas/restorejob.h"

#include <QWidget>
#include <functional>

class DeliveryView;
class FactsView;
class HashesView;
class QLabel;
class QPlainTextEdit;
class QPushButton;
class QStackedWidget;
class QTabWidget;
class SecretClipboard;

class JobDetailsPane : public QWidget
{
    Q_OBJECT

public:
    JobDetailsPane(std::function<QDateTime()> now, SecretClipboard &clipboard,
                   QWidget *parent = nullptr);

    void setJob(const RestoreJob &job);
    /// What others know of the job shown: facts on top of its own, and why one is missing.
    void setMore(const QList<Fact> &facts, const QString &hint);
    /// Why nothing can be started from here; empty if it can.
    void setLocked(const QString &why);
    void clear();
    /// Ages and countdowns.
    void tick();

signals:
    void copySummaryRequested();
    void restoreAgainRequested();
    void downloadRequested();
    void verifyRequested();

private:
    void showRaw();

    std::function<QDateTime()> m_now;
    RestoreJob m_job;
    JobDetails m_details;
    QList<Fact> m_more;
    QStackedWidget *m_stack;
    QLabel *m_headline;
    QLabel *m_stateIcon;
    QPushButton *m_again;
    QTabWidget *m_tabs;
    FactsView *m_facts;
    DeliveryView *m_delivery;
    HashesView *m_hashes;
    QPlainTextEdit *m_raw;
    QPushButton *m_rawSecrets;
};
