#include "profiles/loginfields.h"

#include "profiles/secretfield.h"
#include "style/theme.h"

#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QRadioButton>

namespace {

void addRow(QFormLayout *form, const QString &text, QWidget *field, QWidget *buddy)
{
    auto *label = new QLabel(text);
    label->setBuddy(buddy);
    form->addRow(label, field);
}

} // namespace

LoginFields::LoginFields(QFormLayout *form, QObject *parent)
    : QObject(parent), m_form(form), m_kinds(new QWidget),
      m_serviceAccount(new QRadioButton(tr("Ser&vice account"))),
      m_apiKey(new QRadioButton(tr("API &key"))), m_clientId(new QLineEdit), m_hint(new QLabel),
      m_clientSecret(new SecretField(tr("Client secret"))), m_publicKey(new QLineEdit),
      m_privateKey(new SecretField(tr("Private key")))
{
    m_serviceAccount->setObjectName(QStringLiteral("serviceAccount"));
    m_apiKey->setObjectName(QStringLiteral("apiKey"));
    m_clientId->setObjectName(QStringLiteral("clientId"));
    m_clientSecret->lineEdit()->setObjectName(QStringLiteral("clientSecret"));
    m_publicKey->setObjectName(QStringLiteral("publicKey"));
    m_privateKey->lineEdit()->setObjectName(QStringLiteral("privateKey"));
    m_hint->setObjectName(QStringLiteral("loginHint"));
    m_hint->setWordWrap(true);
    m_hint->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    m_kinds->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);

    auto *row = new QHBoxLayout(m_kinds);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(2 * theme::kGrid);
    row->addWidget(m_serviceAccount);
    row->addWidget(m_apiKey);
    row->addStretch(1);
    form->addRow(new QLabel(tr("Login")), m_kinds);
    addRow(form, tr("Client &ID"), m_clientId, m_clientId);
    form->addRow(QString(), m_hint);
    addRow(form, tr("Client s&ecret"), m_clientSecret, m_clientSecret->lineEdit());
    addRow(form, tr("Pu&blic key"), m_publicKey, m_publicKey);
    addRow(form, tr("P&rivate key"), m_privateKey, m_privateKey->lineEdit());

    connect(m_serviceAccount, &QRadioButton::toggled, this, [this] {
        showKind();
        emit edited();
    });
    connect(m_clientId, &QLineEdit::textChanged, this, &LoginFields::showHint);
    connect(m_clientId, &QLineEdit::textEdited, this, &LoginFields::edited);
    connect(m_publicKey, &QLineEdit::textEdited, this, &LoginFields::edited);
    connect(m_clientSecret, &SecretField::edited, this, &LoginFields::edited);
    connect(m_privateKey, &SecretField::edited, this, &LoginFields::edited);
    m_serviceAccount->setChecked(true);
}

void LoginFields::setLogin(const Profile &profile, bool hasSecret)
{
    const bool isKey = profile.loginKind == LoginKind::ApiKey;
    (isKey ? m_apiKey : m_serviceAccount)->setChecked(true);
    (isKey ? m_publicKey : m_clientId)->setText(profile.loginName);
    SecretField *secret = isKey ? m_privateKey : m_clientSecret;
    secret->lineEdit()->setPlaceholderText(hasSecret ? tr("Unchanged") : QString());
    showKind();
}

LoginKind LoginFields::kind() const
{
    return m_apiKey->isChecked() ? LoginKind::ApiKey : LoginKind::ServiceAccount;
}

QString LoginFields::loginName() const
{
    return (kind() == LoginKind::ApiKey ? m_publicKey : m_clientId)->text().trimmed();
}

Secret LoginFields::secret() const
{
    return (kind() == LoginKind::ApiKey ? m_privateKey : m_clientSecret)->secret();
}

void LoginFields::clearSecrets()
{
    m_clientSecret->clear();
    m_privateKey->clear();
}

void LoginFields::focusName()
{
    (kind() == LoginKind::ApiKey ? m_publicKey : m_clientId)->setFocus();
}

void LoginFields::focusSecret()
{
    (kind() == LoginKind::ApiKey ? m_privateKey : m_clientSecret)->lineEdit()->setFocus();
}

void LoginFields::showKind()
{
    const bool isKey = kind() == LoginKind::ApiKey;
    m_form->setRowVisible(m_clientId, !isKey);
    m_form->setRowVisible(m_clientSecret, !isKey);
    m_form->setRowVisible(m_publicKey, isKey);
    m_form->setRowVisible(m_privateKey, isKey);
    showHint();
}

void LoginFields::showHint()
{
    const QString id = m_clientId->text().trimmed();
    const bool isSecret = id.startsWith(u"mdb_sa_sk_");
    const bool isOdd = !id.isEmpty() && !id.startsWith(u"mdb_sa_id_");
    m_hint->setText(isSecret ? tr("This looks like the client secret. It belongs into the field "
                                  "below; the client ID begins with mdb_sa_id_.")
                             : tr("Client IDs usually begin with mdb_sa_id_."));
    m_form->setRowVisible(m_hint, isOdd && kind() == LoginKind::ServiceAccount);
}
