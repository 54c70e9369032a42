#include "sandbox/httpparser.h"

#include <algorithm>

namespace {

constexpr int kMaxLine = 8 * 1024;
constexpr int kMaxHeaders = 100;

bool isTokenChar(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
        || (c != '\0' && QByteArray("!#$%&'*+-.^_`|~").contains(c));
}

bool isToken(const QByteArray &text)
{
    return !text.isEmpty() && std::all_of(text.begin(), text.end(), isTokenChar);
}

bool isHex(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

// Percent-decodes; false for a % without two digits or an encoded NUL.
bool decode(QByteArray text, bool plusIsSpace, QString *decoded)
{
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (text[i] == '%' && (i + 2 >= text.size() || !isHex(text[i + 1]) || !isHex(text[i + 2])))
            return false;
    }
    if (plusIsSpace)
        text.replace('+', ' ');
    const QByteArray bytes = QByteArray::fromPercentEncoding(text);
    *decoded = QString::fromUtf8(bytes);
    return !bytes.contains('\0');
}

bool containsToken(const QByteArray &list, const char *token)
{
    for (const QByteArray &part : list.split(',')) {
        if (part.trimmed().compare(token, Qt::CaseInsensitive) == 0)
            return true;
    }
    return false;
}

} // namespace

HttpParser::State HttpParser::parse()
{
    while (m_stage != Stage::Done && m_stage != Stage::Failed && step()) { }
    if (m_stage == Stage::Failed)
        return State::Failed;
    return m_stage == Stage::Done ? State::Ready : State::NeedMore;
}

ServerRequest HttpParser::take()
{
    Q_ASSERT(m_stage == Stage::Done);
    m_stage = Stage::Header;
    m_trailerBytes = 0;
    m_expectsContinue = false;
    return std::exchange(m_request, {});
}

bool HttpParser::takeExpectsContinue()
{
    return std::exchange(m_expectsContinue, false);
}

HttpParser::State HttpParser::fail(int status, const char *why)
{
    m_stage = Stage::Failed;
    m_failedStatus = status;
    m_failure = why;
    m_buffer.clear();
    return State::Failed;
}

// One step forward; false when more bytes are needed or the request is over.
bool HttpParser::step()
{
    QByteArray line;
    switch (m_stage) {
    case Stage::Header: {
        while (m_buffer.startsWith("\r\n")) // RFC 9112 2.2: empty lines before a request
            m_buffer.remove(0, 2);
        const qsizetype end = m_buffer.indexOf("\r\n\r\n");
        if (end > m_limits.headerBytes || (end < 0 && m_buffer.size() > m_limits.headerBytes)) {
            fail(431, "The header is too large.");
            return false;
        }
        if (end < 0)
            return false;
        const QByteArray head = m_buffer.left(end);
        m_buffer.remove(0, end + 4);
        return parseHeader(head);
    }
    case Stage::Body:
    case Stage::ChunkData: {
        const qsizetype size = std::min<qint64>(m_left, m_buffer.size());
        m_request.body += m_buffer.left(size);
        m_buffer.remove(0, size);
        m_left -= size;
        if (m_left > 0)
            return false;
        m_stage = m_stage == Stage::Body ? Stage::Done : Stage::ChunkEnd;
        return true;
    }
    case Stage::ChunkSize: {
        if (!readLine(&line, 1024))
            return false;
        const QByteArray digits = upTo(line, ';').trimmed();
        bool ok = !digits.isEmpty() && digits.size() <= 8
            && std::all_of(digits.begin(), digits.end(), isHex);
        m_left = ok ? digits.toLongLong(&ok, 16) : 0;
        if (!ok) {
            fail(400, "A chunk has no valid size.");
            return false;
        }
        if (m_request.body.size() + m_left > m_limits.bodyBytes) {
            fail(413, "The body is too large.");
            return false;
        }
        m_stage = m_left > 0 ? Stage::ChunkData : Stage::Trailer;
        return true;
    }
    case Stage::ChunkEnd:
        if (m_buffer.size() < 2)
            return false;
        if (!m_buffer.startsWith("\r\n")) {
            fail(400, "A chunk is longer than its size.");
            return false;
        }
        m_buffer.remove(0, 2);
        m_stage = Stage::ChunkSize;
        return true;
    case Stage::Trailer:
        if (!readLine(&line, kMaxLine))
            return false;
        m_trailerBytes += int(line.size()) + 2;
        if (m_trailerBytes > m_limits.headerBytes) {
            fail(431, "The trailer is too large.");
            return false;
        }
        if (line.isEmpty())
            m_stage = Stage::Done;
        return true;
    case Stage::Done:
    case Stage::Failed:
        break;
    }
    return false;
}

bool HttpParser::readLine(QByteArray *line, int limit)
{
    const qsizetype end = m_buffer.indexOf("\r\n");
    if (end > limit || (end < 0 && m_buffer.size() > limit)) {
        fail(400, "A line of a chunked body is too long.");
        return false;
    }
    if (end < 0)
        return false;
    *line = m_buffer.left(end);
    m_buffer.remove(0, end + 2);
    return true;
}

bool HttpParser::parseHeader(const QByteArray &head)
{
    m_request = {};
    QList<QByteArray> lines;
    for (qsizetype from = 0; from <= head.size();) {
        qsizetype end = head.indexOf("\r\n", from);
        if (end < 0)
            end = head.size();
        lines.append(head.mid(from, end - from));
        from = end + 2;
    }
    if (!parseRequestLine(lines.takeFirst()))
        return false;
    if (lines.size() > kMaxHeaders) {
        fail(431, "There are too many header fields.");
        return false;
    }
    for (const QByteArray &line : std::as_const(lines)) {
        const qsizetype colon = line.indexOf(':');
        const QByteArray name = line.left(qMax<qsizetype>(colon, 0));
        const QByteArray value = line.mid(colon + 1).trimmed();
        if (!isToken(name) || value.contains('\r') || value.contains('\n')
            || value.contains('\0')) {
            fail(400, "A header field is malformed.");
            return false;
        }
        m_request.headers.emplaceBack(name, value);
    }
    return parseFraming();
}

bool HttpParser::parseRequestLine(const QByteArray &line)
{
    const QList<QByteArray> parts = line.split(' ');
    if (parts.size() != 3 || !isToken(parts[0])) {
        fail(400, "The request line is malformed.");
        return false;
    }
    if (!parts[2].startsWith("HTTP/") || parts[2].size() != 8) {
        fail(400, "The request line is malformed.");
        return false;
    }
    if (parts[2] != "HTTP/1.1" && parts[2] != "HTTP/1.0") {
        fail(505, "Only HTTP/1.1 is spoken here.");
        return false;
    }
    m_http10 = parts[2] == "HTTP/1.0";
    m_request.verb = parts[0];
    if (parts[1].size() > kMaxLine) {
        fail(414, "The request target is too long.");
        return false;
    }
    return parseTarget(parts[1]);
}

bool HttpParser::parseTarget(QByteArray target)
{
    for (const char *scheme : {"http://", "https://"}) { // absolute form, RFC 9112 3.2.2
        if (target.toLower().startsWith(scheme)) {
            const qsizetype slash = target.indexOf('/', qsizetype(qstrlen(scheme)));
            target = slash < 0 ? QByteArray("/") : target.mid(slash);
        }
    }
    const bool printable =
        std::all_of(target.begin(), target.end(), [](char c) { return c > ' ' && c < '\x7f'; });
    if (!target.startsWith('/') || !printable || target.contains('#')) {
        fail(400, "The request target is malformed.");
        return false;
    }
    m_request.target = target;
    const qsizetype mark = target.indexOf('?');
    const QByteArray path = upTo(target, '?');
    bool ok = true;
    for (const QByteArray &segment : path.mid(1).split('/')) {
        QString text;
        ok = ok && decode(segment, false, &text);
        m_request.segments.append(text);
    }
    if (mark >= 0) {
        for (const QByteArray &item : target.mid(mark + 1).split('&')) {
            if (item.isEmpty())
                continue;
            const qsizetype equals = item.indexOf('=');
            QString key;
            QString value;
            ok = ok && decode(upTo(item, '='), true, &key)
                && (equals < 0 || decode(item.mid(equals + 1), true, &value));
            m_request.query.emplaceBack(key, value);
        }
    }
    if (!ok)
        fail(400, "The request target has a broken percent-encoding.");
    return ok;
}

bool HttpParser::parseFraming()
{
    QList<QByteArray> lengths;
    QByteArray coding;
    int hosts = 0;
    for (const auto &[name, value] : std::as_const(m_request.headers)) {
        if (name.compare("Content-Length", Qt::CaseInsensitive) == 0)
            lengths.append(value);
        else if (name.compare("Transfer-Encoding", Qt::CaseInsensitive) == 0)
            coding += (coding.isEmpty() ? "" : ", ") + value;
        else if (name.compare("Host", Qt::CaseInsensitive) == 0)
            ++hosts;
    }
    if (hosts > 1 || (hosts == 0 && !m_http10)) {
        fail(400, "The Host header is missing or given twice.");
        return false;
    }
    const QByteArray connection = m_request.header("Connection");
    m_request.keepAlive =
        m_http10 ? containsToken(connection, "keep-alive") : !containsToken(connection, "close");
    if (!coding.isEmpty() && (!lengths.isEmpty() || m_http10)) {
        fail(400, "The length of the body is told in two ways.");
        return false;
    }
    if (!coding.isEmpty() && coding.toLower() != "chunked") {
        fail(501, "The transfer coding is not known.");
        return false;
    }
    m_left = 0;
    if (!lengths.isEmpty()) {
        const QByteArray length = lengths.first();
        const bool digits = !length.isEmpty() && length.size() <= 18
            && std::all_of(length.begin(), length.end(),
                           [](char c) { return c >= '0' && c <= '9'; });
        if (!digits || lengths.count(length) != lengths.size()) {
            fail(400, "Content-Length is malformed.");
            return false;
        }
        m_left = length.toLongLong();
    }
    if (m_left > m_limits.bodyBytes) {
        fail(413, "The body is too large.");
        return false;
    }
    const QByteArray expect = m_request.header("Expect");
    if (!expect.isNull() && expect.toLower() != "100-continue") {
        fail(417, "The expectation is not known.");
        return false;
    }
    m_expectsContinue = !expect.isNull() && (m_left > 0 || !coding.isEmpty());
    m_stage = !coding.isEmpty() ? Stage::ChunkSize : m_left > 0 ? Stage::Body : Stage::Done;
    return true;
}
