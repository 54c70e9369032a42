#include "widgets/markchip.h"

#include "style/theme.h"

#include <QPainter>

QSize markChipSize(EnvironmentMark mark, const QFont &font)
{
    const QString word = environmentName(mark);
    if (word.isEmpty())
        return {0, 0};
    const QFontMetrics metrics(font);
    return {metrics.horizontalAdvance(word) + 2 * theme::kGrid, metrics.height() + 2};
}

void drawMarkChip(QPainter &painter, const QRect &rect, EnvironmentMark mark, const QFont &font,
                  const QPalette &palette)
{
    const theme::Tone tone = theme::environmentTone(mark);
    const QColor color = theme::toneColor(tone, palette);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(color);
    painter.setBrush(theme::toneBackground(tone, palette));
    painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
    painter.setFont(font);
    painter.drawText(rect, Qt::AlignCenter, environmentName(mark));
    painter.restore();
}

MarkChip::MarkChip(QWidget *parent) : QLabel(parent)
{
    setObjectName(QStringLiteral("environmentChip"));
    setTextFormat(Qt::PlainText);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    hide();
}

void MarkChip::setMark(EnvironmentMark mark)
{
    m_mark = mark;
    setText(environmentName(mark));
    setToolTip(
        mark == EnvironmentMark::None
            ? QString()
            : tr("Your mark: %1. Change it in the menu of the cluster or project.").arg(text()));
    setVisible(mark != EnvironmentMark::None);
    updateGeometry();
    update();
}

QSize MarkChip::sizeHint() const
{
    return markChipSize(m_mark, font());
}

void MarkChip::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    drawMarkChip(painter, rect(), m_mark, font(), palette());
}
