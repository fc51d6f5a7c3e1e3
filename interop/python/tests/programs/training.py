"""A whole small training run: spiral-like data, loader, model, scheduler, validation."""
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

angle = torch.linspace(0, 6, 60)
X = torch.cat([
    torch.stack([angle * angle.cos(), angle * angle.sin()], 1),
    torch.stack([-angle * angle.cos(), -angle * angle.sin()], 1)
]) / 6
y = torch.cat([torch.zeros(60), torch.ones(60)]).long()
model = nn.Sequential(nn.Linear(2, 16), nn.Tanh(), nn.Linear(16, 2))
with torch.no_grad():
    for k, p in enumerate(model.parameters()):
        p.copy_(torch.sin(torch.arange(float(p.numel())) * 1.7 + k).view_as(p))
optimizer = torch.optim.Adam(model.parameters(), lr=0.05)
scheduler = torch.optim.lr_scheduler.StepLR(optimizer, 10, 0.5)
criterion = nn.CrossEntropyLoss()
loader = DataLoader(TensorDataset(X, y), batch_size=40)


def train(dataloader, model, loss_fn, optimizer):
    model.train()
    for batch, (inputs, target) in enumerate(dataloader):
        pred = model(inputs)
        loss = loss_fn(pred, target)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        if batch % 2 == 0:
            loss, current = loss.item(), (batch + 1) * len(inputs)
            print(f"loss: {loss:>7.3f}  [{current:>5d}/{len(dataloader.dataset):>5d}]")


def test(dataloader, model, loss_fn):
    model.eval()
    test_loss, correct = 0, 0
    with torch.no_grad():
        for inputs, target in dataloader:
            pred = model(inputs)
            test_loss += loss_fn(pred, target).item()
            correct += (pred.argmax(1) == target).type(torch.float).sum().item()
    print(
        f"Test Error: \n Accuracy: {(100 * correct / len(dataloader.dataset)):>0.1f}%, Avg loss: {test_loss / len(dataloader):>4.3f} \n"
    )


for epoch in range(3):
    print(f"Epoch {epoch + 1}\n-------------------------------")
    train(loader, model, criterion, optimizer)
    test(loader, model, criterion)
    scheduler.step()
print(scheduler.get_last_lr())
