// The picture of a pane without rows: empty, loading, failed, forbidden are different pictures.
#pragma once

#include "base/error.h"

#include <QWidget>

class QLabel;
class QPushButton;

class EmptyState : public QWidget
{
    Q_OBJECT

public:
    explicit EmptyState(QWidget *parent = nullptr);

    void showLoading(const QString &what);
    void showEmpty(const QString &sentence, const QString &hint);
    /// With a Retry button where asking again may help.
    void showError(const Error &error);

signals:
    void retry();

private:
    void set(const QString &iconName, const QString &sentence, const QString &hint, bool retry);

    QLabel *m_icon;
    QLabel *m_sentence;
    QLabel *m_hint;
    QPushButton *m_retry;
};
