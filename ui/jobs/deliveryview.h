// The files of a job and how to get them: every URL of every kind, hidden until shown, with its
// header, the time left and the number of downloads.
#pragma once

#include "atlas/restorejob.h"

#include <QTimer>
#include <QWidget>
#include <functional>

class QLabel;
class QPushButton;
class QVBoxLayout;
class SecretClipboard;

class DeliveryView : public QWidget
{
    Q_OBJECT

public:
    /// `now` is the server's clock; `clipboard` must outlive the view.
    DeliveryView(std::function<QDateTime()> now, SecretClipboard &clipboard,
                 QWidget *parent = nullptr);

    void setDetails(const JobDetails &details, JobState state);

signals:
    /// The person wants the files on this computer.
    void downloadRequested();

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void build();
    void addDelivery(const Delivery &delivery);
    void addSecretRow(QVBoxLayout *column, const QString &label, const QString &masked,
                      const Secret &secret);
    void updateCountdown();
    void rearm();

    std::function<QDateTime()> m_now;
    SecretClipboard &m_clipboard;
    JobDetails m_details;
    JobState m_state = JobState::Unknown;
    QLabel *m_expiry;
    QLabel *m_note;
    QPushButton *m_download;
    QWidget *m_rows = nullptr;
    QVBoxLayout *m_column;
    QTimer m_tick; // runs only while a countdown is on the screen
};
