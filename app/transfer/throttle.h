// The limit that all downloads of one thread share: a bucket that fills with the rate and holds at
// most a tenth of a second of it.
#pragma once

#include <QElapsedTimer>

class Throttle
{
public:
    /// How long to wait when take() gave nothing.
    static constexpr int kWaitMs = 25;

    /// Bytes a second; 0: no limit.
    void setRate(qint64 rate)
    {
        m_rate = rate;
        m_tokens = 0;
        m_clock.start();
    }
    qint64 rate() const { return m_rate; }
    /// How many of the wanted bytes may be read now; at least one in each wait.
    qint64 take(qint64 wanted)
    {
        if (m_rate <= 0)
            return wanted;
        const qint64 elapsed = m_clock.nsecsElapsed();
        const auto gained =
            static_cast<qint64>(static_cast<double>(m_rate) * static_cast<double>(elapsed) / 1e9);
        if (gained > 0) {
            m_tokens = qMin(m_tokens + gained, qMax<qint64>(1, m_rate / 10));
            m_clock.start();
        }
        const qint64 taken = qMin(wanted, m_tokens);
        m_tokens -= taken;
        return taken;
    }

private:
    qint64 m_rate = 0;
    qint64 m_tokens = 0;
    QElapsedTimer m_clock;
};
