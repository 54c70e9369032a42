// Makes or changes one profile: where, which login, kept where. A login is tested by real calls
// before it is saved; the secret goes to the keychain or, when the person says so, stays in memory.
// Secrets leave the fields as soon as the dialog closes. Everything is said in the dialog itself.
#pragma once

#include "session/logincheck.h"
#include "session/profile.h"

#include <QDialog>
#include <QPointer>
#include <memory>

class Application;
class Banner;
class LoginFields;
class NetworkFields;
class QCheckBox;
class QComboBox;
class QFormLayout;
class QHBoxLayout;
class QLabel;
class QLineEdit;
class QPushButton;
class QScrollArea;
class QToolButton;
namespace theme {
enum class Tone;
}

class ProfileEditor : public QDialog
{
    Q_OBJECT

public:
    /// A profile without id is a new one.
    ProfileEditor(Application &application, const Profile &profile, QWidget *parent = nullptr);
    ~ProfileEditor() override;

    /// Shown at once, deleted when closed.
    static ProfileEditor *openNew(Application &application, LoginKind kind, QWidget *parent);
    /// Null if the keeper has no such profile.
    static ProfileEditor *openExisting(Application &application, const QString &profileId,
                                       QWidget *parent);

    /// Asks, inline, whether the profile shall be forgotten.
    void askToForget();

public slots:
    void done(int result) override;

protected:
    bool event(QEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    enum class Goal { Test, Save };

    // The view.
    QWidget *makeForm();
    QLayout *makeButtons();
    void fill(const Profile &profile);
    void showAddress();
    void fitToContents();
    Profile readForm() const;
    /// Says what is wrong with the form and moves the focus there.
    bool checkForm(const Profile &profile);
    void focusField(const QString &field);
    void say(theme::Tone tone, const QString &text);
    QPushButton *offer(const QString &text, const char *objectName);
    void clearMessage();

    // The steps, each of which ends with a message or with the next.
    void begin(Goal goal);
    void checkLogin(const Secret &secret);
    void showReport(const Result<LoginReport> &report);
    void save();
    void takeSaved(const Result<Profile> &saved);
    void keepForSession();
    void connectAndClose(const Profile &profile);
    void forget();
    void takeForgotten(const Result<void> &forgotten);
    void startWorking(const QString &text);
    void stopWorking();

    Application &m_application;
    Profile m_profile; // as it was opened
    Profile m_pending; // what the steps work on
    Secret m_secret; // the same; empty between them
    Goal m_goal = Goal::Test;
    std::unique_ptr<LoginCheck> m_check;
    std::unique_ptr<QObject> m_step; // its end drops the answer of the keychain

    QPointer<QWidget> m_focusBefore; // a step disables the form
    QScrollArea *m_scroll = nullptr;
    QFormLayout *m_form = nullptr;
    QLineEdit *m_name = nullptr;
    QComboBox *m_where = nullptr;
    QLineEdit *m_address = nullptr;
    LoginFields *m_login = nullptr;
    QComboBox *m_environment = nullptr;
    QCheckBox *m_readOnly = nullptr;
    QLabel *m_keptIn = nullptr;
    QToolButton *m_advanced = nullptr;
    NetworkFields *m_network = nullptr;
    Banner *m_banner = nullptr;
    QHBoxLayout *m_answers = nullptr; // the message's buttons, under it: its text is long
    QPushButton *m_forgetButton = nullptr;
    QPushButton *m_testButton = nullptr;
    QPushButton *m_saveButton = nullptr;
};
