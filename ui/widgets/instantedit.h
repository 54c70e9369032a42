// A date and time to type, in local time: every digit goes where it belongs, with or without the
// separators between. A pasted text in ISO 8601 with a zone is taken as that instant.
#pragma once

#include <QDateTimeEdit>

class InstantEdit : public QDateTimeEdit
{
    Q_OBJECT

public:
    using QDateTimeEdit::QDateTimeEdit;

    QValidator::State validate(QString &input, int &pos) const override;

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    int m_movedTo = -1; // section that the last digit moved to by itself
};
