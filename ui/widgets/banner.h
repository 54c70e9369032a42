// One message across the top of a page: what happened, what to do, and at most two buttons. Hidden
// when there is nothing to say. No modal box for a background event.
#pragma once

#include "base/error.h"
#include "style/theme.h"

#include <QFrame>

class QLabel;
class QHBoxLayout;
class QPushButton;

class Banner : public QFrame
{
    Q_OBJECT

public:
    explicit Banner(QWidget *parent = nullptr);

    /// Replaces text and buttons, and shows it.
    void showText(theme::Tone tone, const QString &text);
    /// describeFully() in the tone of the error.
    void showError(const Error &error);
    /// A button of the message shown now; owned by the banner.
    QPushButton *addButton(const QString &text);
    void clear();
    QString text() const;

protected:
    void changeEvent(QEvent *event) override;

private:
    void restyle();

    theme::Tone m_tone = theme::Tone::Info;
    QLabel *m_icon;
    QLabel *m_text;
    QHBoxLayout *m_buttons;
};
