// One request sent once, and what came of it. It knows nothing of logins and repeats. `done` runs
// once, from the event loop and never from within a signal of Qt's reply, so that it may delete
// anything; destroying the Exchange aborts and forgets `done`.
#pragma once

#include "http/transport.h"

#include <QDeadlineTimer>
#include <QNetworkReply>
#include <QPointer>
#include <QTimer>

#include <functional>

class OnceOnlyBody;

/// What one sending led to.
struct Outcome {
    bool complete = false; // a whole answer came, of whatever status
    Reply reply; // of an incomplete answer: what is known of it
    QByteArray challenges; // `WWW-Authenticate`, several headers joined
    QString redirectHost; // of a 3xx
    Error failure; // if not complete
    bool lost = false; // the connection was lost: a read is worth asking again
    bool surelyNotSent = false; // no byte of the request can have reached the service
};

class Exchange : public QObject
{
    Q_OBJECT

public:
    using Done = std::function<void(const Outcome &)>;
    /// More than this is not read.
    static constexpr qint64 kMaxBody = 64 * 1024 * 1024;

    /// `manager` must have no open connection to the service when `surelyNotSent` matters.
    /// `authorization` is the header's value; empty: none is sent.
    Exchange(const Transport &transport, QNetworkAccessManager &manager, const RequestData &data,
             const QByteArray &authorization, std::chrono::milliseconds deadline, Done done,
             QObject *parent);
    ~Exchange() override;

private:
    void collect();
    void conclude();
    void report();
    Error failure() const;
    QString systemText() const;
    bool isComplete() const;
    bool surelyNotSent() const;

    const Transport &m_transport;
    Done m_done;
    QTimer m_deadline;
    QPointer<QNetworkReply> m_reply;
    OnceOnlyBody *m_body = nullptr; // lives with the reply
    QByteArray m_received;
    QStringList m_tlsProblems;
    Outcome m_outcome;
    bool m_hasBody = false;
    bool m_encrypted = false;
    bool m_requestSent = false;
    bool m_deadlinePassed = false;
    bool m_tooLarge = false;
};
