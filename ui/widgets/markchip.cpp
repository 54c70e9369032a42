#include "widgets/markchip.h"

#include "style/theme.h"

#include <QPainter>

QString shortEnvironmentName(EnvironmentMark mark)
{
    switch (mark) {
    case EnvironmentMark::Production:
        return MarkChip::tr("Prod");
    case EnvironmentMark::Staging:
        return MarkChip::tr("Stage");
    case EnvironmentMark::Development:
        return MarkChip::tr("Dev");
    case EnvironmentMark::None:
        break;
    }
    return {};
}

QSize markChipSize(const QString &word, const QFont &font)
{
    if (word.isEmpty())
        return {0, 0};
    const QFontMetrics metrics(font);
    return {metrics.horizontalAdvance(word) + 2 * theme::kGrid, metrics.height() + 2};
}

void drawMarkChip(QPainter &painter, const QRect &rect, EnvironmentMark mark, const QString &word,
                  const QPalette &palette)
{
    const theme::Tone tone = theme::environmentTone(mark);
    const QColor color = theme::toneColor(tone, palette);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(color);
    painter.setBrush(theme::toneBackground(tone, palette));
    painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
    painter.drawText(rect, Qt::AlignCenter, word);
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
    return markChipSize(text(), font()).grownBy(contentsMargins());
}

void MarkChip::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    drawMarkChip(painter, contentsRect(), m_mark, text(), palette());
}
