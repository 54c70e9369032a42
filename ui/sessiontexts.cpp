#include "sessiontexts.h"

#include "session/session.h"

#include <QCoreApplication>

namespace {

struct SessionTexts {
    Q_DECLARE_TR_FUNCTIONS(SessionTexts)
};

} // namespace

TextContext textContext(Session *session)
{
    TextContext context;
    context.now = session ? session->serverNow() : QDateTime::currentDateTimeUtc();
    if (session) {
        context.projectName = [session](const QString &id) {
            return session->inventory().inventory().projectName(id);
        };
    }
    return context;
}

QString whyReadOnly(const Session *session)
{
    return session && session->profile().readOnly
        ? SessionTexts::tr("This profile is read-only: nothing can be started from it. Edit the "
                           "profile to change that.")
        : QString();
}
