// A line for a secret: hidden until Show is pressed, left out of input history, wiped on request.
#pragma once

#include "base/secret.h"

#include <QWidget>

class QLineEdit;
class QToolButton;

class SecretField : public QWidget
{
    Q_OBJECT

public:
    /// `name` is what the label says, for Show's accessible name.
    explicit SecretField(const QString &name, QWidget *parent = nullptr);

    /// For a label's buddy.
    QLineEdit *lineEdit() { return m_line; }
    /// What was typed or pasted, without the blanks around it.
    Secret secret() const;
    /// Forgets the text, its undo history included, and hides again.
    void clear();

signals:
    void edited();

private:
    QLineEdit *m_line;
    QToolButton *m_show;
};
