// What would be sent, for eyes and clipboard: exact verb, address, headers with the login masked,
// and body. Nothing is sent from here.
#pragma once

#include "wizard/restoredraft.h"

#include <QWidget>

class QPushButton;
class ToneLine;
struct ShellCommand;

class DryRunBar : public QWidget
{
    Q_OBJECT

public:
    explicit DryRunBar(RestoreDraft &draft, QWidget *parent = nullptr);

private:
    void showText();
    void copy(const ShellCommand &command);
    /// The rules that are broken; empty if none is.
    QString objection() const;

    RestoreDraft &m_draft;
    ToneLine *m_said;
};
