// The left end of the status bar: connected as whom, how old what is shown is, and the rate budget
// when it runs low.
#pragma once

#include <QWidget>

class QLabel;
class Session;

class StatusLine : public QWidget
{
    Q_OBJECT

public:
    explicit StatusLine(QWidget *parent = nullptr);

    /// Null between profiles.
    void setSession(Session *session);
    /// "2 transfers"; empty: none.
    void setTransfers(const QString &text);
    void update();

private:
    Session *m_session = nullptr;
    QString m_transfers;
    QLabel *m_dot;
    QLabel *m_text;
};
