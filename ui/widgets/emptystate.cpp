#include "widgets/emptystate.h"

#include "atlas/errors.h"
#include "style/theme.h"

#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

EmptyState::EmptyState(QWidget *parent)
    : QWidget(parent), m_icon(new QLabel), m_sentence(new QLabel), m_hint(new QLabel),
      m_retry(new QPushButton(tr("Retry")))
{
    m_retry->setObjectName(QStringLiteral("retry"));
    m_icon->setAlignment(Qt::AlignCenter);
    for (QLabel *label : {m_sentence, m_hint}) {
        label->setAlignment(Qt::AlignCenter);
        label->setWordWrap(true);
        label->setTextFormat(Qt::PlainText);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    m_sentence->setFont(theme::heading());
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(theme::kGrid * 4, theme::kGrid * 2, theme::kGrid * 4,
                               theme::kGrid * 2);
    column->setSpacing(theme::kGrid);
    column->addStretch(2);
    column->addWidget(m_icon);
    column->addWidget(m_sentence);
    column->addWidget(m_hint);
    column->addWidget(m_retry, 0, Qt::AlignCenter);
    column->addStretch(3);
    connect(m_retry, &QPushButton::clicked, this, &EmptyState::retry);
}

void EmptyState::showLoading(const QString &what)
{
    set(QStringLiteral("state-running"), tr("Loading…"), what, false);
}

void EmptyState::showEmpty(const QString &sentence, const QString &hint)
{
    set(QStringLiteral("box"), sentence, hint, false);
}

void EmptyState::showError(const Error &error)
{
    const ErrorText text = describe(error);
    QString hint = text.remedy;
    if (!error.detail.isEmpty())
        hint += QLatin1Char('\n') + error.detail;
    if (!error.code.isEmpty())
        hint += QStringLiteral(" (%1)").arg(error.code);
    const bool forbidden = error.kind == Error::Kind::Forbidden
        || error.kind == Error::Kind::LoginRefused || error.kind == Error::Kind::AddressRefused;
    set(forbidden ? QStringLiteral("key") : QStringLiteral("error"), text.sentence, hint, true);
}

void EmptyState::set(const QString &iconName, const QString &sentence, const QString &hint,
                     bool retry)
{
    const QColor color = theme::toneColor(theme::Tone::Neutral, palette());
    m_icon->setPixmap(theme::icon(iconName, color).pixmap(48, 48));
    m_sentence->setText(sentence);
    m_hint->setText(hint);
    m_hint->setVisible(!hint.isEmpty());
    m_retry->setVisible(retry);
}
