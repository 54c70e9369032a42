// Stands in for the window in which GNOME asks for a keyring's password: nobody answers it, or the
// person closes it.
#pragma once

#include "support/busobject.h"

class FakePrompter : public BusObject
{
public:
    enum class Person { Ignores, Cancels };

    explicit FakePrompter(Person person)
        : BusObject("org.gnome.keyring.SystemPrompter", "/org/gnome/keyring/Prompter"),
          m_person(person)
    {
    }

    int shown() const { return m_shown; }

    bool handleMessage(const QDBusMessage &message, const QDBusConnection &connection) override
    {
        if (message.interface() != "org.gnome.keyring.internal.Prompter")
            return false;
        connection.send(message.createReply());
        const QString callback = message.arguments().value(0).value<QDBusObjectPath>().path();
        if (message.member() == "BeginPrompting") {
            // Ready for the first question.
            tell(message, callback, "PromptReady");
        } else if (message.member() == "PerformPrompt") {
            ++m_shown;
            if (m_person == Person::Cancels)
                tell(message, callback, "PromptReady", "no");
        } else if (message.member() == "StopPrompting") {
            tell(message, callback, "PromptDone");
        }
        return true;
    }

private:
    void tell(const QDBusMessage &asked, const QString &callback, const QString &method,
              const QString &answer = {})
    {
        QDBusMessage call = QDBusMessage::createMethodCall(
            asked.service(), callback, "org.gnome.keyring.internal.Prompter.Callback", method);
        if (method == "PromptReady")
            call << answer << QVariantMap() << QString();
        bus().asyncCall(call);
    }

    Person m_person;
    int m_shown = 0;
};
