// The steps of the profile editor: read the secret, test the login, keep the secret, connect.
#include "application.h"
#include "profiles/loginfields.h"
#include "profiles/loginwords.h"
#include "profiles/profileeditor.h"
#include "session/keychainstore.h"
#include "style/theme.h"
#include "widgets/banner.h"

#include <QPushButton>
#include <QScrollArea>

using theme::Tone;

void ProfileEditor::begin(Goal goal)
{
    m_goal = goal;
    m_pending = readForm();
    if (!checkForm(m_pending))
        return;
    const Secret typed = m_login->secret();
    if (!typed.isEmpty())
        return checkLogin(typed);

    startWorking(tr("Reading the secret from %1…").arg(m_application.keychain().name()));
    m_step = std::make_unique<QObject>();
    m_application.keeper().readSecret(
        m_pending.id, m_step.get(), [this](const Result<Secret> &secret) {
            stopWorking();
            if (secret)
                return checkLogin(*secret);
            say(Tone::Warning,
                secret.error().kind == Error::Kind::NotFound
                    ? tr("No secret is kept for this profile any more. Type it again.")
                    : describeProblem(secret.error()));
            m_login->focusSecret();
            if (secret.error().kind != Error::Kind::NotFound)
                connect(offer(tr("&Retry"), "retry"), &QPushButton::clicked, this,
                        [this] { begin(m_goal); });
        });
}

void ProfileEditor::checkLogin(const Secret &secret)
{
    startWorking(tr("Testing the login at %1…").arg(m_pending.baseUrl.host()));
    m_secret = secret;
    m_check = std::make_unique<LoginCheck>(m_pending, makeCredentials(m_pending, secret));
    m_check->start([this](const Result<LoginReport> &report) { showReport(report); });
}

void ProfileEditor::showReport(const Result<LoginReport> &report)
{
    m_check.release()->deleteLater(); // this is its callback
    stopWorking();
    if (m_goal == Goal::Save && report)
        return save();
    if (m_goal == Goal::Test)
        m_secret = Secret();
    if (report)
        return say(Tone::Good, describeLogin(*report));
    clearMessage();
    m_banner->showError(report.error());
    if (m_goal == Goal::Save)
        connect(offer(tr("Save an&yway"), "saveAnyway"), &QPushButton::clicked, this,
                &ProfileEditor::save);
}

void ProfileEditor::save()
{
    startWorking(tr("Saving the secret in %1…").arg(m_application.keychain().name()));
    m_step = std::make_unique<QObject>();
    m_application.keeper().save(m_pending, m_secret, m_step.get(),
                                [this](const Result<Profile> &saved) { takeSaved(saved); });
}

void ProfileEditor::takeSaved(const Result<Profile> &saved)
{
    stopWorking();
    if (saved)
        return connectAndClose(*saved);
    say(Tone::Warning, describeProblem(saved.error()));
    if (!isKeychainError(saved.error()))
        return;
    QPushButton *retry = offer(tr("&Retry"), "retry");
    connect(retry, &QPushButton::clicked, this, &ProfileEditor::save);
    connect(offer(tr("&Keep for this session only"), "keepForSession"), &QPushButton::clicked, this,
            &ProfileEditor::keepForSession);
    retry->setFocus();
}

void ProfileEditor::keepForSession()
{
    const Result<Profile> kept = m_application.keeper().keepForSession(m_pending, m_secret);
    if (kept)
        connectAndClose(*kept);
    else
        say(Tone::Danger, describeProblem(kept.error()));
}

void ProfileEditor::connectAndClose(const Profile &profile)
{
    if (m_application.openWith(profile, makeCredentials(profile, m_secret)))
        return accept();
    m_profile = profile;
    say(Tone::Warning, tr("Saved. A restore is being started; connect once its answer is known."));
}

void ProfileEditor::askToForget()
{
    const bool isOpen = m_application.currentProfileId() == m_profile.id;
    if (isOpen && m_application.isBusy())
        return say(Tone::Warning,
                   tr("A restore is being started with this profile. It can be forgotten once the "
                      "answer is known."));
    say(Tone::Warning,
        tr("Forget \u201c%1\u201d? Its secret is removed from %2. Nothing changes in Atlas.")
            .arg(m_profile.name, m_application.keychain().name()));
    m_forgetButton->setEnabled(false);
    connect(offer(tr("Forget"), "confirmForget"), &QPushButton::clicked, this,
            &ProfileEditor::forget);
    QPushButton *keep = offer(tr("Keep"), "keepProfile");
    connect(keep, &QPushButton::clicked, this, &ProfileEditor::clearMessage);
    keep->setFocus();
}

void ProfileEditor::forget()
{
    startWorking(tr("Removing the secret from %1…").arg(m_application.keychain().name()));
    m_step = std::make_unique<QObject>();
    m_application.forgetProfile(m_profile.id, m_step.get(), [this](const Result<void> &forgotten) {
        takeForgotten(forgotten);
    });
}

void ProfileEditor::takeForgotten(const Result<void> &forgotten)
{
    stopWorking();
    if (forgotten)
        return accept();
    if (!isKeychainError(forgotten.error()))
        return say(Tone::Danger, describeProblem(forgotten.error()));
    say(Tone::Warning,
        tr("The profile was not forgotten: its secret is still in %1.")
                .arg(m_application.keychain().name())
            + u' ' + describeKeychain(forgotten.error()).sentence);
    QPushButton *retry = offer(tr("&Retry"), "retry");
    connect(retry, &QPushButton::clicked, this, &ProfileEditor::forget);
    connect(offer(tr("Forget, leave the secret"), "forgetOnly"), &QPushButton::clicked, this,
            [this] { takeForgotten(m_application.forgetWithoutKeychain(m_profile.id)); });
    retry->setFocus();
}

void ProfileEditor::startWorking(const QString &text)
{
    say(Tone::Neutral, text);
    connect(offer(tr("Stop"), "stop"), &QPushButton::clicked, this, [this] {
        stopWorking();
        m_secret = Secret();
        clearMessage();
    });
    if (m_scroll->isEnabled())
        m_focusBefore = focusWidget();
    m_scroll->setEnabled(false);
    m_testButton->setEnabled(false);
    m_saveButton->setEnabled(false);
    m_forgetButton->setEnabled(false);
}

void ProfileEditor::stopWorking()
{
    m_step.reset();
    m_check.reset();
    m_scroll->setEnabled(true);
    m_testButton->setEnabled(true);
    m_saveButton->setEnabled(true);
    m_forgetButton->setEnabled(true);
    if (m_focusBefore)
        m_focusBefore->setFocus();
}

void ProfileEditor::done(int result)
{
    m_step.reset();
    m_check.reset();
    m_secret = Secret();
    m_login->clearSecrets();
    QDialog::done(result);
}
