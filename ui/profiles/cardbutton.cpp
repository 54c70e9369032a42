#include "profiles/cardbutton.h"

#include "style/theme.h"

#include <QEvent>
#include <QGridLayout>
#include <QLabel>

namespace {

constexpr int kIconSize = 4 * theme::kGrid;
constexpr int kLineWidth = 40; // characters, before it wraps

} // namespace

CardButton::CardButton(const QString &iconName, const QString &title, const QString &line,
                       QWidget *parent)
    : QPushButton(parent), m_iconName(iconName), m_icon(new QLabel), m_title(new QLabel(title)),
      m_line(new QLabel(line))
{
    setAccessibleName(title);
    setAccessibleDescription(line);
    setAutoDefault(true); // Enter presses it, as Space does
    m_title->setFont(theme::heading());
    m_line->setWordWrap(true);
    for (QLabel *label : {m_icon, m_title, m_line})
        label->setAttribute(Qt::WA_TransparentForMouseEvents);

    auto *grid = new QGridLayout(this);
    const int margin = 2 * theme::kGrid;
    grid->setContentsMargins(margin, margin, margin, margin);
    grid->setHorizontalSpacing(margin);
    grid->setVerticalSpacing(theme::kGrid / 2);
    grid->addWidget(m_icon, 0, 0, 2, 1, Qt::AlignCenter);
    grid->addWidget(m_title, 0, 1, Qt::AlignBottom);
    grid->addWidget(m_line, 1, 1, Qt::AlignTop);
    grid->setColumnStretch(1, 1);
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    restyle();
}

QSize CardButton::sizeHint() const
{
    const int width =
        qMax(layout()->minimumSize().width(),
             fontMetrics().averageCharWidth() * kLineWidth + kIconSize + 6 * theme::kGrid);
    return {width, heightForWidth(width)};
}

QSize CardButton::minimumSizeHint() const
{
    return layout()->minimumSize();
}

int CardButton::heightForWidth(int width) const
{
    return layout()->totalHeightForWidth(width);
}

void CardButton::changeEvent(QEvent *event)
{
    QPushButton::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::EnabledChange)
        restyle();
}

void CardButton::restyle()
{
    const QColor color = palette().color(QPalette::ButtonText);
    m_icon->setPixmap(theme::icon(m_iconName, color).pixmap(kIconSize, kIconSize));
    QPalette text = palette();
    text.setColor(QPalette::WindowText, color);
    m_title->setPalette(text);
    m_line->setPalette(text);
}
