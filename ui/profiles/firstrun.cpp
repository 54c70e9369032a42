#include "profiles/firstrun.h"

#include "profiles/cardbutton.h"
#include "style/theme.h"

#include <QLabel>
#include <QVBoxLayout>

namespace {

constexpr int kCardsWidth = 72 * theme::kGrid;

} // namespace

FirstRun::FirstRun(QWidget *parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("firstRun"));
    auto *heading = new QLabel(tr("How do you want to connect to Atlas?"));
    heading->setFont(theme::heading());
    auto *hint = new QLabel(tr("You can add more profiles later. Secrets are kept in your "
                               "keychain, never in a file."));
    hint->setWordWrap(true);

    auto *account = new CardButton(QStringLiteral("profile"), tr("Service account"),
                                   tr("A client ID and a client secret. What MongoDB recommends."));
    account->setObjectName(QStringLiteral("serviceAccountCard"));
    auto *key = new CardButton(QStringLiteral("key"), tr("API key"),
                               tr("The public and the private key of an organization or project."));
    key->setObjectName(QStringLiteral("apiKeyCard"));
    auto *sandbox = new CardButton(
        QStringLiteral("box"), tr("Try the sandbox"),
        tr("A pretend Atlas on this computer. No account needed, nothing real touched."));
    sandbox->setObjectName(QStringLiteral("sandboxCard"));

    auto *column = new QVBoxLayout;
    column->setSpacing(2 * theme::kGrid);
    column->addStretch(1);
    column->addWidget(heading);
    column->addWidget(hint);
    for (CardButton *card : {account, key, sandbox})
        column->addWidget(card);
    column->addStretch(2);
    auto *cards = new QWidget;
    cards->setLayout(column);
    cards->setMaximumWidth(kCardsWidth);

    auto *row = new QHBoxLayout(this);
    row->addStretch(1);
    row->addWidget(cards, 1000);
    row->addStretch(1);

    connect(account, &CardButton::clicked, this, &FirstRun::serviceAccountChosen);
    connect(key, &CardButton::clicked, this, &FirstRun::apiKeyChosen);
    connect(sandbox, &CardButton::clicked, this, &FirstRun::sandboxChosen);
    setFocusProxy(account);
}
