// Copying, plain and secret. A secret leaves the clipboard after 30 seconds, unless something else
// was copied since, and asks clipboard managers not to keep it.
#pragma once

#include "base/secret.h"

#include <QObject>
#include <chrono>

void copyText(const QString &text);

class SecretClipboard : public QObject
{
    Q_OBJECT

public:
    explicit SecretClipboard(QObject *parent = nullptr);
    /// Clears at once what it still holds there.
    ~SecretClipboard() override;

    void copy(const Secret &secret);
    /// For tests.
    void setLifetime(std::chrono::milliseconds lifetime) { m_lifetime = lifetime; }

signals:
    void copied();
    void cleared();

private:
    void clearOwn();

    Secret m_held;
    int m_generation = 0;
    std::chrono::milliseconds m_lifetime {30'000};
};
