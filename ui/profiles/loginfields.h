// The login's rows of the profile editor: which kind, and its two fields. Both kinds keep what was
// typed while the person looks at the other.
#pragma once

#include "session/profile.h"

#include <QObject>

class QFormLayout;
class QLabel;
class QLineEdit;
class QRadioButton;
class SecretField;

class LoginFields : public QObject
{
    Q_OBJECT

public:
    /// Adds its rows at the end of `form`.
    explicit LoginFields(QFormLayout *form, QObject *parent = nullptr);

    /// Shows the profile's login; `hasSecret`: one is kept already, an empty field leaves it.
    void setLogin(const Profile &profile, bool hasSecret);
    LoginKind kind() const;
    /// Client ID or public key, without the blanks around it.
    QString loginName() const;
    /// Of the kind chosen; empty if nothing was typed.
    Secret secret() const;
    void clearSecrets();
    void focusName();
    void focusSecret();

signals:
    void edited();

private:
    void showKind();
    void showHint();

    QFormLayout *m_form;
    QWidget *m_kinds;
    QRadioButton *m_serviceAccount;
    QRadioButton *m_apiKey;
    QLineEdit *m_clientId;
    QLabel *m_hint;
    SecretField *m_clientSecret;
    QLineEdit *m_publicKey;
    SecretField *m_privateKey;
};
