#include "widgets/banner.h"

#include "atlas/errors.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

namespace {

theme::Tone toneOf(const Error &error)
{
    switch (error.kind) {
    case Error::Kind::Unreachable:
    case Error::Kind::Timeout:
    case Error::Kind::RateLimited:
    case Error::Kind::Retired:
    case Error::Kind::OutcomeUnknown:
    case Error::Kind::KeychainLocked:
    case Error::Kind::KeychainMissing:
    case Error::Kind::KeychainDenied:
        return theme::Tone::Warning;
    default:
        return theme::Tone::Danger;
    }
}

} // namespace

Banner::Banner(QWidget *parent)
    : QFrame(parent), m_icon(new QLabel), m_text(new QLabel), m_buttons(new QHBoxLayout)
{
    setObjectName(QStringLiteral("banner"));
    setAutoFillBackground(true);
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_text->setTextFormat(Qt::PlainText);
    m_buttons->setSpacing(theme::kGrid);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(theme::kGrid * 3 / 2, theme::kGrid, theme::kGrid * 3 / 2, theme::kGrid);
    row->setSpacing(theme::kGrid);
    row->addWidget(m_icon, 0, Qt::AlignTop);
    row->addWidget(m_text, 1);
    row->addLayout(m_buttons);
    hide();
}

void Banner::showText(theme::Tone tone, const QString &text)
{
    clear();
    m_tone = tone;
    m_text->setText(text);
    restyle();
    show();
}

void Banner::showError(const Error &error)
{
    showText(toneOf(error), describeFully(error));
}

QPushButton *Banner::addButton(const QString &text)
{
    auto *button = new QPushButton(text);
    button->setAutoDefault(false);
    m_buttons->addWidget(button, 0, Qt::AlignTop);
    return button;
}

void Banner::clear()
{
    while (QLayoutItem *item = m_buttons->takeAt(0)) {
        // The button may be the sender of the signal that led here.
        item->widget()->hide();
        item->widget()->deleteLater();
        delete item;
    }
    m_text->clear();
    hide();
}

QString Banner::text() const
{
    return m_text->text();
}

void Banner::changeEvent(QEvent *event)
{
    QFrame::changeEvent(event);
    // Only the application's palette change: our own setPalette() must not lead back here.
    if (event->type() == QEvent::ApplicationPaletteChange)
        restyle();
}

void Banner::restyle()
{
    const QPalette base = parentWidget() ? parentWidget()->palette() : QPalette();
    const bool good = m_tone == theme::Tone::Good;
    const QString name = m_tone == theme::Tone::Danger ? QStringLiteral("error")
        : m_tone == theme::Tone::Warning               ? QStringLiteral("warning")
        : good                                         ? QStringLiteral("state-done")
                                                       : QStringLiteral("info");
    m_icon->setPixmap(theme::icon(name, theme::toneColor(m_tone, base)).pixmap(16, 16));
    QPalette palette = base;
    palette.setColor(QPalette::Window, theme::toneBackground(m_tone, base));
    setPalette(palette);
}
