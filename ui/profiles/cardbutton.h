// A big push button with an icon, a title and one line that says what it is for. Named by its title
// for assistive technology, described by its line.
#pragma once

#include <QPushButton>

class QLabel;

class CardButton : public QPushButton
{
    Q_OBJECT

public:
    CardButton(const QString &iconName, const QString &title, const QString &line,
               QWidget *parent = nullptr);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;

protected:
    void changeEvent(QEvent *event) override;

private:
    void restyle();

    QString m_iconName;
    QLabel *m_icon;
    QLabel *m_title;
    QLabel *m_line;
};
