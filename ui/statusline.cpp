#include "statusline.h"

#include "atlas/errors.h"
#include "session/session.h"
#include "style/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>

namespace {

// Below a tenth of the budget the person's colleagues feel it too.
bool isLow(const ReplyInfo &info)
{
    return info.rateLimit > 0 && info.rateRemaining >= 0
        && info.rateRemaining * 10 < info.rateLimit;
}

} // namespace

StatusLine::StatusLine(QWidget *parent) : QWidget(parent), m_dot(new QLabel), m_text(new QLabel)
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(theme::kGrid, 0, 0, 0);
    row->addWidget(m_dot);
    row->addWidget(m_text, 1);
    update();
}

void StatusLine::setSession(Session *session)
{
    if (m_session) {
        disconnect(m_session, nullptr, this, nullptr);
        disconnect(&m_session->inventory(), nullptr, this, nullptr);
        disconnect(&m_session->jobs(), nullptr, this, nullptr);
    }
    m_session = session;
    if (session) {
        connect(session, &Session::replied, this, &StatusLine::update);
        connect(&session->inventory(), &Store::statusChanged, this, &StatusLine::update);
        connect(&session->jobs(), &Store::statusChanged, this, &StatusLine::update);
    }
    update();
}

void StatusLine::setTransfers(const QString &text)
{
    m_transfers = text;
    update();
}

void StatusLine::update()
{
    const auto withTransfers = [this](QStringList parts) {
        if (!m_transfers.isEmpty())
            parts << m_transfers;
        return parts.join(QStringLiteral(" · "));
    };
    if (!m_session) {
        m_dot->setText(QStringLiteral("○"));
        m_text->setText(withTransfers({tr("Not connected")}));
        return;
    }
    const InventoryStore &inventory = m_session->inventory();
    const JobStore &jobs = m_session->jobs();
    theme::Tone tone = theme::Tone::Good;
    QStringList parts;
    const QList<Trouble> &troubles = inventory.troubles();
    if (!inventory.isLoaded() && !troubles.isEmpty()) {
        tone = theme::Tone::Danger;
        parts << describe(troubles.first().error).sentence;
    } else if (m_session->lastReply().status == 0) {
        tone = theme::Tone::Neutral;
        parts << tr("Connecting as %1…").arg(m_session->profile().loginName);
    } else {
        parts << tr("Connected as %1").arg(m_session->profile().loginName);
    }
    if (m_session->profile().readOnly)
        parts << tr("read-only");
    if (jobs.isLoading() || inventory.isLoading())
        parts << tr("reading…");
    else if (inventory.isLoaded() && jobs.updated().isValid())
        parts << tr("updated %1")
                     .arg(QLocale().toString(jobs.updated().toLocalTime().time(),
                                             QStringLiteral("HH:mm:ss")));
    if (const ReplyInfo &info = m_session->lastReply(); isLow(info))
        parts << tr("rate budget low: %1 of %2 left").arg(info.rateRemaining).arg(info.rateLimit);
    m_text->setText(withTransfers(parts));
    m_dot->setText(QStringLiteral("●"));
    QPalette colored = palette();
    colored.setColor(QPalette::WindowText, theme::toneColor(tone, palette()));
    m_dot->setPalette(colored);
}
