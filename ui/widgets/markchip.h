// The environment mark as a chip: a word on a quiet background of its colour. The same in headers,
// details and the tree.
#pragma once

#include "session/environmentmarks.h"

#include <QLabel>
#include <QPalette>

class QPainter;

/// "Prod", "Stage", "Dev": where the name needs the room. Empty for None.
QString shortEnvironmentName(EnvironmentMark mark);
/// Of a chip with this word.
QSize markChipSize(const QString &word, const QFont &font);
void drawMarkChip(QPainter &painter, const QRect &rect, EnvironmentMark mark, const QString &word,
                  const QPalette &palette);

class MarkChip : public QLabel
{
    Q_OBJECT

public:
    explicit MarkChip(QWidget *parent = nullptr);

    /// Hidden for None.
    void setMark(EnvironmentMark mark);
    EnvironmentMark mark() const { return m_mark; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    EnvironmentMark m_mark = EnvironmentMark::None;
};
