#include "sessiontexts.h"

#include "session/session.h"

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
