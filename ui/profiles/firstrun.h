// The first thing a new person sees: three ways in, each one big button.
#pragma once

#include <QWidget>

class FirstRun : public QWidget
{
    Q_OBJECT

public:
    explicit FirstRun(QWidget *parent = nullptr);

signals:
    /// ProfileEditor::openNew() with the login kind.
    void serviceAccountChosen();
    void apiKeyChosen();
    /// Application::openSandbox().
    void sandboxChosen();
};
