#include "widgets/clipboard.h"

#include <QApplication>
#include <QClipboard>
#include <QMimeData>
#include <QTimer>

void copyText(const QString &text)
{
    QApplication::clipboard()->setText(text);
}

SecretClipboard::SecretClipboard(QObject *parent) : QObject(parent) { }

SecretClipboard::~SecretClipboard()
{
    clearOwn();
}

void SecretClipboard::copy(const Secret &secret)
{
    auto *data = new QMimeData;
    data->setText(QString::fromUtf8(secret.reveal()));
    data->setData(QStringLiteral("x-kde-passwordManagerHint"),
                  "secret"); // known to Klipper and others
    QApplication::clipboard()->setMimeData(data);
    m_held = secret;
    const int generation = ++m_generation;
    QTimer::singleShot(m_lifetime, this, [this, generation] {
        if (generation == m_generation)
            clearOwn();
    });
    emit copied();
}

void SecretClipboard::clearOwn()
{
    if (m_held.isEmpty())
        return;
    QClipboard *clipboard = QApplication::clipboard();
    if (clipboard->text().toUtf8() == m_held.reveal())
        clipboard->clear();
    m_held = Secret();
    emit cleared();
}
