// A request body that can be read once and never rewound. Qt 6.4's access manager silently sends a
// request again when the connection drops before an answer; it has to rewind the body first, and
// ends the reply with ContentReSendError when that fails. So every request gets one of these, an
// empty one where there is no body. It must derive from QIODevice directly: a QBuffer is repeated.
#pragma once

#include <QByteArray>
#include <QIODevice>

#include <cstring>
#include <utility>

class OnceOnlyBody final : public QIODevice
{
public:
    explicit OnceOnlyBody(QByteArray bytes) : m_bytes(std::move(bytes))
    {
        open(QIODevice::ReadOnly | QIODevice::Unbuffered);
    }

    /// True once any of it was taken to be sent.
    bool wasRead() const { return m_offset > 0; }

    bool isSequential() const override { return false; }
    qint64 size() const override { return m_bytes.size(); }
    bool seek(qint64) override { return false; }

protected:
    qint64 readData(char *data, qint64 maxSize) override
    {
        const qint64 count = qMin(maxSize, m_bytes.size() - m_offset);
        if (count > 0)
            std::memcpy(data, m_bytes.constData() + m_offset, static_cast<size_t>(count));
        m_offset += count;
        return count;
    }
    qint64 writeData(const char *, qint64) override { return -1; }

private:
    QByteArray m_bytes;
    qint64 m_offset = 0;
};
